import { Hono } from 'hono';
import * as v from 'valibot';
import { text } from '../../kernel/parse.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { param, takes } from '../../server/validate.ts';
import type { Account, Accounts } from '../auth/accounts.ts';
import { email } from '../auth/accounts.ts';
import type { Auth } from '../auth/auth.ts';
import { ROLES } from '../auth/users.ts';

const tags = ['Users'];
const uuid = v.pipe(v.string(), v.uuid());
const byId = param(v.object({ id: uuid }));

const grantBody = v.object({
  role: v.picklist(ROLES),
  organisationId: v.optional(v.nullable(uuid), null),
  venueId: v.optional(v.nullable(uuid), null),
});

const newUserBody = v.object({
  name: text(80, 1),
  email,
  grant: grantBody,
  /** Whether a password is made, which is told once; else they come in by the provider. */
  password: v.boolean(),
});

const accountSchema = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  hasPassword: v.boolean(),
  isLinked: v.boolean(),
  createdAt: v.string(),
  disabledAt: v.nullable(v.string()),
  seenAt: v.nullable(v.string()),
  grants: v.array(v.object({ id: v.string(), ...v.required(grantBody).entries })),
});
export type AccountLine = Omit<Account, 'createdAt' | 'disabledAt' | 'seenAt'> & {
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly seenAt: string | null;
};

const organisationSchema = v.object({ id: v.string(), name: v.string(), venues: v.number() });
const nameBody = v.object({ name: text(120, 1) });

const iso = (ms: number): string => new Date(ms).toISOString();
const maybe = (ms: number | null): string | null => (ms === null ? null : iso(ms));

const lineOf = ({ createdAt, disabledAt, seenAt, ...account }: Account): AccountLine => ({
  ...account,
  ...{ createdAt: iso(createdAt), disabledAt: maybe(disabledAt), seenAt: maybe(seenAt) },
});

/** Who may do what on this core: the platform's administrators decide. */
export const peopleRoutes = ({
  auth,
  accounts,
}: {
  readonly auth: Auth;
  readonly accounts: Accounts;
}) =>
  new Hono<Env>()
    .get(
      '/users',
      describes({
        summary: 'All users with what they may',
        tags,
        answers: { 200: v.object({ items: v.array(accountSchema) }) },
      }),
      async (c) => {
        await auth.platformAdmin(c);
        return c.json({ items: (await accounts.list()).map(lineOf) });
      },
    )
    .post(
      '/users',
      describes({
        summary: 'A new user with one role; a password is told once',
        tags,
        answers: { 201: v.object({ id: v.string(), password: v.nullable(v.string()) }) },
      }),
      takes(newUserBody),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        const { grant, ...person } = c.req.valid('json');
        return c.json(await accounts.add(person, grant, by), 201);
      },
    )
    .post(
      '/users/:id/password',
      describes({
        summary: 'Another password, told once; all their sign-ins end',
        tags,
        answers: { 201: v.object({ password: v.string() }) },
      }),
      byId,
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        const password = accounts.newPassword();
        await accounts.setPassword(id, password, by);
        await auth.sessions.endAll(id, null);
        return c.json({ password }, 201);
      },
    )
    .put(
      '/users/:id/disabled',
      describes({ summary: 'Lock out, or let in again', tags, answers: { 204: 'Done' } }),
      byId,
      takes(v.object({ disabled: v.boolean() })),
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        await accounts.disable(id, c.req.valid('json').disabled, by);
        return c.body(null, 204);
      },
    )
    .post(
      '/users/:id/grants',
      describes({
        summary: 'One role more',
        tags,
        answers: { 201: v.object({ id: v.string() }) },
      }),
      byId,
      takes(grantBody),
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        return c.json({ id: await accounts.grant(id, c.req.valid('json'), by) }, 201);
      },
    )
    .delete(
      '/users/:id/grants/:grant',
      describes({ summary: 'One role less, at once', tags, answers: { 204: 'Done' } }),
      param(v.object({ id: uuid, grant: uuid })),
      async (c) => {
        const [{ id: by }, { id, grant }] = [await auth.platformAdmin(c), c.req.valid('param')];
        await accounts.takeBack(id, grant, by);
        return c.body(null, 204);
      },
    )
    .get(
      '/organisations',
      describes({
        summary: 'All organisations',
        tags: ['Organisations'],
        answers: { 200: v.object({ items: v.array(organisationSchema) }) },
      }),
      async (c) => {
        await auth.platformAdmin(c);
        return c.json({ items: [...(await accounts.organisations())] });
      },
    )
    .post(
      '/organisations',
      describes({
        summary: 'A new organisation',
        tags: ['Organisations'],
        answers: { 201: v.object({ id: v.string() }) },
      }),
      takes(nameBody),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        return c.json({ id: await accounts.addOrganisation(c.req.valid('json').name, by) }, 201);
      },
    )
    .put(
      '/organisations/:id',
      describes({
        summary: 'Another name',
        tags: ['Organisations'],
        answers: { 204: 'Done' },
      }),
      byId,
      takes(nameBody),
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        await accounts.renameOrganisation(id, c.req.valid('json').name, by);
        return c.body(null, 204);
      },
    );
