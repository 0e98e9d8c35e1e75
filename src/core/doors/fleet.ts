import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { Failed } from '../../server/failed.ts';
import { param, takes } from '../../server/validate.ts';
import type { Access } from '../auth/access.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Auth } from '../auth/auth.ts';
import type { Platform } from '../db/open.ts';
import type { FleetFeed } from '../fleet/feed.ts';
import { eventStream } from '../fleet/sse.ts';
import { fleetOf, lineFor, venueLine } from '../fleet.ts';
import type { Caution } from '../venues/reach.ts';
import { CAUTIONS } from '../venues/reach.ts';
import { createVenues, NewVenue } from '../venues.ts';

const tags = ['Fleet'];
const byId = param(v.object({ id: v.pipe(v.string(), v.uuid()) }));

const codeSchema = v.object({
  code: v.string(),
  /** What a leaf is told beside it. */
  core: v.string(),
  /** Why a leaf elsewhere would not get in by it: `here`, `plain` (`venues/reach.ts`); null: it would. */
  caution: v.nullable(v.picklist(CAUTIONS)),
});
export type CodeTold = v.InferOutput<typeof codeSchema>;

const organisationId = v.nullable(v.pipe(v.string(), v.uuid()));
const newVenueBody = v.object({
  ...NewVenue.entries,
  /** One that is there, in place of a name. */
  organisationId: v.optional(organisationId, null),
});
const moveBody = v.object({ organisationId });

const OWNERS = ['platformAdmin', 'venueOwner'] as const;

/** What cannot be done is told in a line on a console, and here by a code. */
const orConflict = async <T>(code: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failed) throw new ApiError(code, error.message);
    throw error;
  }
};

/** All venues that somebody may see, with their leaves, and what is done about those. */
export const fleetRoutes = ({
  platform,
  auth,
  access,
  accounts,
  feed,
  now,
  url,
  caution,
}: {
  readonly platform: Platform;
  readonly auth: Auth;
  readonly access: Access;
  readonly accounts: Accounts;
  readonly feed: FleetFeed;
  readonly now: () => number;
  /** Of this core, as leaves reach it. */
  readonly url: () => string;
  readonly caution: Caution;
}) => {
  const venuesBy = (by: string) => createVenues({ platform, now, by });

  const stream = async (c: Context<Env>): Promise<Response> => {
    let user = await auth.user(c);
    return eventStream(c, async ({ send, end }) => {
      const stop = await feed.follow({
        user: () => user,
        send: (message) => send('fleet', message),
        end,
      });
      const again = setInterval(async () => {
        const found = await auth.again(user).catch(() => user);
        if (found === null) end();
        else user = found;
      }, feed.againMs);
      return () => {
        clearInterval(again);
        stop();
      };
    });
  };

  return new Hono<Env>()
    .get(
      '/fleet',
      describes({
        summary: 'Every venue that this user may see, with its leaf, its live boards and alarms',
        tags,
        answers: { 200: v.object({ items: v.array(venueLine), now: v.number() }) },
      }),
      async (c) => {
        const user = await auth.user(c);
        const lines = await fleetOf(platform, now());
        return c.json({ items: lines.flatMap((line) => lineFor(line, user) ?? []), now: now() });
      },
    )
    .get(
      '/fleet/stream',
      describes({
        summary: 'The same as server-sent events: all of it first, then what changes',
        tags,
        answers: { 200: 'text/event-stream' },
      }),
      stream,
    )
    .post(
      '/venues',
      describes({
        summary: 'A new venue, and the one-time code for its leaf, which is told once',
        tags,
        answers: { 201: v.object({ id: v.string(), ...codeSchema.entries }) },
      }),
      takes(newVenueBody),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        const { organisationId: to, ...venue } = c.req.valid('json');
        const isThere = (await accounts.organisations()).some((one) => one.id === to);
        if (to !== null && !isThere) throw new ApiError('NOT_FOUND', 'No such organisation.');
        const made = await orConflict('SLUG_TAKEN', () => venuesBy(by).add(venue));
        if (to !== null) await accounts.moveVenue(made.id, to, by);
        return c.json({ ...made, core: url(), caution }, 201);
      },
    )
    .post(
      '/venues/:id/replace',
      describes({
        summary: 'A code for another leaf in place of this one, which is told once',
        tags,
        answers: { 201: codeSchema },
      }),
      byId,
      async (c) => {
        const [user, { id }] = [await auth.user(c), c.req.valid('param')];
        await access.asVenue(user, id, 'a code', { roles: OWNERS, action: 'venue.asked' });
        const code = await orConflict('REVOKED', () => venuesBy(user.id).replace(id));
        return c.json({ code, core: url(), caution }, 201);
      },
    )
    .post(
      '/venues/:id/revoke',
      describes({ summary: 'Cut a venue off for good', tags, answers: { 204: 'Done' } }),
      byId,
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        if ((await access.find(id)) === null) throw new ApiError('NOT_FOUND', 'No such venue.');
        await venuesBy(by).revoke(id);
        return c.body(null, 204);
      },
    )
    .put(
      '/venues/:id/organisation',
      describes({ summary: 'To which organisation it belongs', tags, answers: { 204: 'Done' } }),
      byId,
      takes(moveBody),
      async (c) => {
        const [{ id: by }, { id }] = [await auth.platformAdmin(c), c.req.valid('param')];
        await accounts.moveVenue(id, c.req.valid('json').organisationId, by);
        return c.body(null, 204);
      },
    )
    .delete(
      '/venues/:id/alarms/:kind',
      describes({ summary: 'Somebody has looked at it', tags, answers: { 204: 'Put away' } }),
      param(v.object({ id: v.pipe(v.string(), v.uuid()), kind: v.string() })),
      async (c) => {
        const [user, { id, kind }] = [await auth.user(c), c.req.valid('param')];
        const { within } = await access.asVenue(user, id, kind, {
          ...{ roles: OWNERS, action: 'alarm.putAway' },
        });
        const gone = await within((query) =>
          query('delete from alarms where venue_id = $1 and kind = $2 returning 1', [id, kind]),
        );
        if (gone.length === 0) throw new ApiError('NOT_FOUND', 'There is no such alarm.');
        return c.body(null, 204);
      },
    );
};
