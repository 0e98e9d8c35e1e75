import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Envelope } from '../../kernel/envelope.ts';
import { id, text } from '../../kernel/parse.ts';
import type { RowWrite } from '../../kernel/room.ts';
import type { Env, Shell } from '../../server/shell.ts';
import {
  ApiError,
  accepted,
  asks,
  describes,
  isRepeated,
  needs,
  outcome,
  param,
  perform,
  takes,
} from '../../server/shell.ts';
import { auditPage, readsPage, signedExport } from './audit/routes.ts';
import {
  changeOperatorBody,
  nameKey,
  OPERATOR_ROLES,
  operatorBody,
  setupBody,
  venueBody,
} from './commands.ts';
import { VENUE } from './room.ts';
import type { VenueState } from './state.ts';
import { operatorsView } from './views.ts';

const operatorSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: v.picklist(OPERATOR_ROLES),
  active: v.boolean(),
});
const venueSchema = v.object({ ...setupBody.entries.venue.entries, version: v.number() });
const auditQuery = v.strictObject({
  cursor: v.optional(text(200)),
  limit: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number)), '50'),
  stream: v.optional(text(100)),
  operator: v.optional(text(64)),
  type: v.optional(text(100)),
});

type Body = { readonly name?: string | undefined; readonly pin?: string | undefined };

/** A venue's stream holds what its own room folded. */
const asVenue = (state: unknown): VenueState => state as VenueState;

const stateOf = (shell: Shell): Promise<{ state: VenueState; version: number }> =>
  shell.handle.look(VENUE, (state, version) => ({
    state: structuredClone(asVenue(state)),
    version,
  }));

/** Commands about operators one after the other, because names are compared before they are taken. */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
};

const rowOf = async (shell: Shell, operatorId: string) => {
  const where = { id: operatorId };
  const [row] = await shell.log.select({ table: 'operators', where, limit: 1 });
  return row ?? { id: operatorId, createdAt: shell.now().wallMs };
};

/** @throws ApiError NAME_TAKEN where another operator goes by this name. */
const refuseTaken = async (shell: Shell, name: string, operatorId: string) => {
  const where = { nameKey: nameKey(name) };
  const rows = await shell.log.select({ table: 'operators', where, limit: 2 });
  if (rows.some((row) => row['id'] !== operatorId)) {
    throw new ApiError('NAME_TAKEN', 'Another operator has this name.');
  }
};

/** The operator's private row with a name or PIN changed. */
const changedRow = async (shell: Shell, operatorId: string, body: Body): Promise<RowWrite> => {
  const { id: _id, ...before } = await rowOf(shell, operatorId);
  const named = body.name === undefined ? {} : { name: body.name, nameKey: nameKey(body.name) };
  const pinned = body.pin === undefined ? {} : await shell.auth.sealPin(body.pin);
  return { table: 'operators', key: { id: operatorId }, row: { ...before, ...named, ...pinned } };
};

/** Which operator was added: not always the one of this very request, where it repeats an earlier one. */
const addedIn = (events: readonly { readonly envelope: Envelope }[]): string =>
  v.parse(v.object({ operatorId: v.string() }), events[0]?.envelope.data).operatorId;

const operatorNames = async (shell: Shell): Promise<{ readonly [id: string]: string }> => {
  const rows = await shell.log.select({ table: 'operators', limit: 10_000 });
  return Object.fromEntries(rows.map((row) => [String(row['id']), String(row['name'])]));
};

const operators = async (shell: Shell) =>
  operatorsView((await stateOf(shell)).state, await operatorNames(shell));

const change = async (
  c: Context<Env>,
  shell: Shell,
  operatorId: string,
  body: v.InferOutput<typeof changeOperatorBody>,
) => {
  const { role, active, name, pin, unlock } = body;
  if (name !== undefined) await refuseTaken(shell, name, operatorId);
  const isPrivate = name !== undefined || pin !== undefined;
  const isOpened = pin !== undefined || unlock === true;
  const rows = [
    ...(isPrivate ? [await changedRow(shell, operatorId, body)] : []),
    ...(isOpened ? await shell.auth.unlockRows(operatorId) : []),
  ];
  const command = {
    ...{ type: 'changeOperator', operatorId, role, active },
    ...{ named: name !== undefined, pinned: pin !== undefined, unlocked: unlock === true },
  };
  const send = (ended: readonly RowWrite[]) =>
    perform(c, shell, { stream: VENUE, command }, [...rows, ...ended]);
  // Whoever holds an old sign-in of this operator shall not go on with it.
  const isOut = pin !== undefined || active === false;
  return isOut ? shell.auth.endSessionsOf(operatorId, c.get('operator').session, send) : send([]);
};

/** The venue, its operators, and the trail of everything that anybody did. */
export const venueRoutes = (shell: Shell) => {
  const inTurn = createTurns();
  return new Hono<Env>()
    .get(
      '/setup',
      describes({
        summary: 'Whether this leaf has to be set up',
        tags: ['Setup'],
        answers: { 200: v.object({ needed: v.boolean() }) },
      }),
      (c) => c.json({ needed: !shell.auth.isSetUp() }),
    )
    .post(
      '/setup',
      describes({
        summary: 'Set up the venue and its first admin, once',
        tags: ['Setup'],
        answers: { 201: v.object({ venue: venueSchema, operator: operatorSchema }) },
      }),
      takes(setupBody),
      async (c) => {
        const { venue, admin } = c.req.valid('json');
        if (shell.auth.isSetUp()) {
          throw new ApiError('ALREADY_SET_UP', 'This venue is set up already: sign in.');
        }
        const operatorId = shell.newId();
        const rows = [await changedRow(shell, operatorId, admin)];
        const command = { type: 'setUp', venue, operatorId };
        const { version } = accepted(
          await shell.handle.execute({
            stream: VENUE,
            command,
            rows,
            by: operatorId,
            device: null,
          }),
        );
        const operator = { id: operatorId, name: admin.name, role: 'admin' as const, active: true };
        return c.json({ venue: { ...venue, version }, operator }, 201);
      },
    )
    .get(
      '/venue',
      describes({ summary: 'The venue', tags: ['Venue'], answers: { 200: venueSchema } }),
      needs('viewer'),
      async (c) => {
        const { state, version } = await stateOf(shell);
        if (state.venue === null) throw new ApiError('NOT_SET_UP', 'Set up the venue first.');
        c.header('etag', `"${version}"`);
        return c.json({ ...state.venue, version });
      },
    )
    .put(
      '/venue',
      describes({
        summary: 'Change the venue; what is left out stays',
        tags: ['Venue'],
        answers: { 200: 'The events that this made' },
      }),
      needs('admin'),
      takes(venueBody),
      async (c) => {
        const command = { type: 'configure', venue: c.req.valid('json') };
        return c.json(outcome(await perform(c, shell, { stream: VENUE, command })));
      },
    )
    .get(
      '/operators',
      describes({
        summary: 'All operators, oldest first',
        tags: ['Operators'],
        answers: { 200: v.object({ items: v.array(operatorSchema), nextCursor: v.null() }) },
      }),
      needs('admin'),
      async (c) => c.json({ items: await operators(shell), nextCursor: null }),
    )
    .post(
      '/operators',
      describes({
        summary: 'Add an operator',
        tags: ['Operators'],
        answers: { 201: operatorSchema },
      }),
      needs('admin'),
      takes(operatorBody),
      (c) =>
        inTurn(async () => {
          const { name, role, pin } = c.req.valid('json');
          const operatorId = shell.newId();
          // A repetition finds its own name taken.
          if (!(await isRepeated(c, shell))) await refuseTaken(shell, name, operatorId);
          const rows = [await changedRow(shell, operatorId, { name, pin })];
          const command = { type: 'addOperator', operatorId, role };
          const { events } = await perform(c, shell, { stream: VENUE, command }, rows);
          return c.json({ id: addedIn(events), name, role, active: true }, 201);
        }),
    )
    .put(
      '/operators/:id',
      describes({
        summary: 'Change an operator: role, active, name, PIN; unlock after wrong PINs',
        description: '409 LAST_ADMIN where nobody could let others in any more.',
        tags: ['Operators'],
        answers: { 200: operatorSchema },
      }),
      needs('admin'),
      param(v.object({ id })),
      takes(changeOperatorBody),
      (c) =>
        inTurn(async () => {
          const operatorId = c.req.valid('param').id;
          await change(c, shell, operatorId, c.req.valid('json'));
          const now = (await operators(shell)).find((one) => one.id === operatorId);
          if (now === undefined) {
            throw new ApiError('NO_SUCH_OPERATOR', 'There is no such operator.');
          }
          return c.json(now);
        }),
    )
    .get(
      '/audit',
      describes({
        summary: 'Who did what, from where: newest first',
        description:
          'A page may hold fewer lines than asked for, because filters are applied while walking the log.',
        tags: ['Audit'],
        answers: { 200: 'A page of lines' },
      }),
      needs('admin'),
      asks(auditQuery),
      async (c) => c.json(await auditPage(shell, c.req.valid('query'))),
    )
    .get(
      '/audit/reads',
      describes({
        summary: 'Who looked at money reports and at the audit trail: newest first',
        tags: ['Audit'],
        answers: { 200: 'A page of lines' },
      }),
      needs('admin'),
      asks(v.pick(auditQuery, ['cursor', 'limit'])),
      async (c) => c.json(await readsPage(shell, c.req.valid('query'))),
    )
    .get(
      '/audit/export',
      describes({
        summary: 'Everything logged of one stream, signed by this leaf',
        tags: ['Audit'],
        answers: { 200: v.object({ jws: v.string(), key: v.record(v.string(), v.unknown()) }) },
      }),
      needs('admin'),
      asks(v.strictObject({ stream: text(100, 1) })),
      async (c) => c.json(await signedExport(shell, c.req.valid('query').stream)),
    );
};
