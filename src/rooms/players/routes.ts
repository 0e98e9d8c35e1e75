import { Hono } from 'hono';
import * as v from 'valibot';
import { idOf } from '../../kernel/envelope.ts';
import { id, text } from '../../kernel/parse.ts';
import type { Env } from '../../server/shell.ts';
import {
  ApiError,
  asks,
  describes,
  ifVersionOf,
  needs,
  outcome,
  param,
  perform,
  takes,
} from '../../server/shell.ts';
import type { PlayerReader } from './commands.ts';
import { addBody, changeBody, isNamed, mergeBody, unmergeBody } from './commands.ts';
import type { PlayerEvent } from './events.ts';
import { addedRows, changedFields, changedRows, NOBODY } from './projections/profiles.ts';
import { mergedIdsOf, survivorOf } from './room.ts';
import { findPlayers, listPlayers, similarPlayers } from './routes/find.ts';
import { importRoutes } from './routes/import.ts';
import type { Desk } from './routes/known.ts';
import { carryOut, knownPlayer, order, streamFor } from './routes/known.ts';
import { erasePlan, historyOf, mergePlan, unmergePlan } from './routes/merge.ts';
import { changeView, playerView } from './views.ts';

const tags = ['player database'];
const byId = param(v.strictObject({ id }));
const listQuery = v.object({
  q: v.optional(text(100)),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number), v.minValue(1), v.maxValue(200)),
    '50',
  ),
});

/** Players of whom the operator was told, as the event says: a repetition tells the same. */
const similarIn = (events: readonly { readonly envelope: { readonly data: unknown } }[]) => {
  const data = events[0]?.envelope.data as Extract<PlayerEvent, { type: 'player.added' }>['data'];
  return data.similar;
};

/**
 * The player database. Reading and changing profiles is the floor's, erasing and importing the
 * admin's; the public name goes out through the views only.
 */
export const playersRoutes = (shell: Desk, reader: PlayerReader) =>
  new Hono<Env>()
    .get(
      '/players',
      describes({
        summary: 'Find players while typing (q), or list them by name',
        description:
          'With `q`: at most 20, every word found in any order, beginnings of names first.',
        tags,
        answers: { 200: '`{ items, nextCursor }`' },
      }),
      needs('floor'),
      asks(listQuery),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        if (q !== undefined && q !== '') {
          return c.json({ items: await findPlayers(shell.log, q), nextCursor: null });
        }
        return c.json(await listPlayers(shell.log, limit, cursor));
      },
    )
    .post(
      '/players',
      describes({
        summary: 'Add a player; `similar` names those who go by the same name',
        tags,
        answers: { 201: '`{ id, playerId (the same), similar, version, events }`' },
      }),
      needs('floor'),
      takes(addBody),
      async (c) => {
        const profile = c.req.valid('json');
        const [playerId, { wallMs: at }] = [shell.newId(), shell.now()];
        const similar = await similarPlayers(shell.log, profile);
        const fields = changedFields(NOBODY, profile);
        const answer = await perform(
          c,
          shell,
          { stream: streamFor(playerId), command: { type: 'add', fields, similar } },
          addedRows(profile, playerId, at),
        );
        const added = idOf(answer.events[0]?.envelope.stream ?? '');
        const told = { id: added, playerId: added, similar: similarIn(answer.events) };
        return c.json({ ...told, ...outcome(answer) }, 201);
      },
    )
    .get(
      '/players/:id',
      describes({
        summary: 'One player; a merged id answers who they are now',
        tags,
        answers: { 200: 'The profile, with its version as ETag' },
      }),
      needs('floor'),
      byId,
      async (c) => {
        const playerId = await survivorOf(shell.log, c.req.valid('param').id);
        const { stored, version } = await knownPlayer(shell, playerId);
        if (stored === null) throw new ApiError('NO_SUCH_PLAYER', 'There is no such player.');
        c.header('etag', `"${version}"`);
        return c.json(playerView(stored, await mergedIdsOf(shell.log, playerId)));
      },
    )
    .get(
      '/players/:id/history',
      describes({
        summary: 'What was changed in a profile, when and by whom',
        tags,
        answers: { 200: '`{ items }`, oldest first' },
      }),
      needs('floor'),
      byId,
      async (c) => {
        const playerId = await survivorOf(shell.log, c.req.valid('param').id);
        const rows = await historyOf(shell, playerId);
        return c.json({ items: rows.map(changeView) });
      },
    )
    .put(
      '/players/:id',
      describes({
        summary: 'Change any part of a profile; If-Match guards against overwriting',
        tags,
        answers: { 200: '`{ playerId, version, events }`', 412: 'Changed by somebody else' },
      }),
      needs('floor'),
      byId,
      takes(changeBody),
      async (c) => {
        const playerId = c.req.valid('param').id;
        const { ifVersion } = ifVersionOf(c);
        const who = { atMs: shell.now().wallMs, by: c.get('operator').id };
        const answer = await carryOut(c, shell, async () => {
          const known = await knownPlayer(shell, playerId);
          const after = { ...known.profile, ...given(c.req.valid('json')) };
          const fields = changedFields(known.profile, after);
          const { stored, version } = known;
          return {
            orders: [order(known, { type: 'change', fields, isNamed: isNamed(after) }, ifVersion)],
            rows:
              stored === null
                ? []
                : changedRows({ before: stored, after, version: version + 1, ...who }),
          };
        });
        return c.json({ playerId, ...answer });
      },
    )
    .delete(
      '/players/:id',
      describes({
        summary: 'Erase a person for good: profile, history and merged profiles; results stay',
        tags,
        answers: { 200: '`{ playerId, version, events }`' },
      }),
      needs('admin'),
      byId,
      async (c) => {
        const playerId = c.req.valid('param').id;
        const { ifVersion } = ifVersionOf(c);
        const answer = await carryOut(c, shell, () => erasePlan(shell, playerId, ifVersion));
        return c.json({ playerId, ...answer });
      },
    )
    .post(
      '/players/merge',
      describes({
        summary: 'Merge `from` into `into`, who keeps the profile and gets its gaps filled',
        tags,
        answers: { 200: '`{ playerId, mergedId, version, events }`' },
      }),
      needs('floor'),
      takes(mergeBody),
      async (c) => {
        const body = c.req.valid('json');
        const who = { atMs: shell.now().wallMs, by: c.get('operator').id };
        const answer = await carryOut(c, shell, () => mergePlan(shell, body, who));
        return c.json({ playerId: body.into, mergedId: body.from, ...answer });
      },
    )
    .post(
      '/players/merge/undo',
      describes({
        summary: 'Take a merge back: `from` is a player of their own again',
        tags,
        answers: { 200: '`{ playerId, version, events }`' },
      }),
      needs('floor'),
      takes(unmergeBody),
      async (c) => {
        const { from } = c.req.valid('json');
        const who = { atMs: shell.now().wallMs, by: c.get('operator').id };
        const answer = await carryOut(c, shell, () => unmergePlan(shell, from, who));
        return c.json({ playerId: from, ...answer });
      },
    )
    .route('/', importRoutes(shell, reader));

/** The fields that a request names. */
const given = <T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
