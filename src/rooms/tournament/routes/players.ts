import { Hono } from 'hono';
import * as v from 'valibot';
import { count, text } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError, asks, cursorOf, cursorValues } from '../../../server/shell.ts';
import { adjustChipsBody, chipCountsBody, rankBody } from '../commands.ts';
import type { EntryView, Names } from '../views.ts';
import { chipsView, entriesView, entryOf, historyOf } from '../views.ts';
import { actionItem, entryItem, rankingItem } from './views.ts';
import { byId, byPlayer, floor, look, order, playingAs, viewer } from './words.ts';

const tag = 'Players';

/** 10,000 counts of some 60 bytes. */
const COUNTS_LIMIT = 1024 * 1024;

const limit = v.optional(
  v.pipe(v.string(), v.digits(), v.transform(Number), count(1_000, 1)),
  '100',
);

const listQuery = v.strictObject({
  status: v.optional(v.picklist(['in', 'out', 'unregistered', 'noShow'])),
  /** Part of a name, or the number of an entry. */
  search: v.optional(text(80)),
  limit,
  cursor: v.optional(v.string()),
});
type Wish = v.InferOutput<typeof listQuery>;

const rankingsQuery = v.strictObject({ limit, cursor: v.optional(v.string()) });

const fits = (entry: EntryView, { status, search = '' }: Wish): boolean =>
  (status === undefined || entry.status === status) &&
  (entry.name.toLowerCase().includes(search.toLowerCase()) || String(entry.number) === search);

/** The entries behind the one that the page before ended with. */
const page = <T>(
  entries: readonly EntryView[],
  wish: { readonly limit: number; readonly cursor?: string | undefined },
  item: (entry: EntryView) => T,
) => {
  const [last] = wish.cursor === undefined ? [] : cursorValues(wish.cursor, ['text']);
  const start = last === undefined ? 0 : entries.findIndex((e) => e.entryId === last) + 1;
  const shown = entries.slice(start, start + wish.limit);
  const end = shown.at(-1)?.entryId;
  const more = start + wish.limit < entries.length && end !== undefined;
  return { items: shown.map(item), nextCursor: more ? cursorOf([end]) : null };
};

/** Names of everybody in a tournament. */
export const namesIn = async (shell: Shell, id: string): Promise<Names> =>
  shell.names.of(await look(shell, id, (state) => Object.keys(state.byPlayer)));

/** Who plays, where they stand, and their chips. */
export const playerRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/tournaments/:id/players',
      ...viewer({
        ...{ summary: 'Entries: those still in first, then by rank', tag, path: byId },
        answer: '`{ items, nextCursor }`, each item one entry',
      }),
      asks(listQuery),
      async (c) => {
        const [{ id }, wish] = [c.req.valid('param'), c.req.valid('query')];
        const names = await namesIn(shell, id);
        const entries = await look(shell, id, (state) => entriesView(state, names));
        return c.json(
          page(
            entries.filter((entry) => fits(entry, wish)),
            wish,
            entryItem,
          ),
        );
      },
    )
    .get(
      '/tournaments/:id/players/:pid',
      ...viewer({
        ...{ summary: 'One player: every entry, and all that happened', tag, path: byPlayer },
        answer: '`{ playerId, name, entries: [{ …, history }] }`',
      }),
      async (c) => {
        const { id, pid: asked } = c.req.valid('param');
        const pid = await playingAs(shell, id, asked);
        const names = await shell.names.of([pid]);
        const now = shell.now();
        const entries = await look(shell, id, (state) =>
          (state.byPlayer[pid] ?? []).flatMap((entryId) => {
            const entry = entryOf(state, entryId, names);
            const history = historyOf(state, entryId, now).map(actionItem);
            return entry === null ? [] : [{ ...entryItem(entry), history }];
          }),
        );
        if (entries.length === 0)
          throw new ApiError('NO_SUCH_ENTRY', 'This player has no entry here.', { playerId: pid });
        return c.json({ playerId: pid, name: names[pid] ?? null, entries });
      },
    )
    .get(
      '/tournaments/:id/rankings',
      ...viewer({
        ...{ summary: 'Places and prizes, "so far" while entries are open', tag, path: byId },
        answer: '`{ items, nextCursor, provisional }`',
      }),
      asks(rankingsQuery),
      async (c) => {
        const [{ id }, wish] = [c.req.valid('param'), c.req.valid('query')];
        const names = await namesIn(shell, id);
        const { entries, provisional } = await look(shell, id, (state) => ({
          entries: entriesView(state, names),
          provisional: state.registration.open,
        }));
        const placed = entries.filter(({ status }) => status === 'in' || status === 'out');
        return c.json({ ...page(placed, wish, rankingItem), provisional });
      },
    )
    .post(
      '/tournaments/:id/rankings/correct',
      ...floor({ summary: 'Give a place by hand, with a reason', tag, path: byId }, rankBody),
      async (c) => {
        const wish = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'correctRank', ...wish, now: shell.now() }));
      },
    )
    .get(
      '/tournaments/:id/chips',
      ...viewer({
        ...{ summary: 'Chips in play as a ledger, and the counts against it', tag, path: byId },
        answer: 'Lines by reason, their sum, and the difference to the counts',
      }),
      async (c) => c.json(await look(shell, c.req.valid('param').id, chipsView)),
    )
    .put(
      '/tournaments/:id/chips',
      ...floor(
        { summary: 'Chip counts of many at once', tag, path: byId },
        chipCountsBody,
        COUNTS_LIMIT,
      ),
      async (c) => {
        const { counts } = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'setChips', counts, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/chips/adjust',
      ...floor(
        { summary: 'Bring chips into play or take them out, with a reason', tag, path: byId },
        adjustChipsBody,
      ),
      async (c) => {
        const wish = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'adjustChips', ...wish, now: shell.now() }));
      },
    );
