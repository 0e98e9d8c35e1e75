import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { asks, describes, needs, outcome, param, perform, takes } from '../../../server/shell.ts';
import { byId, done, iso } from '../routes/words.ts';
import type { Command } from './commands.ts';
import { itemBody, KINDS } from './commands.ts';
import { LIBRARY_STREAM, libraryState } from './room.ts';
import type { Item } from './state.ts';
import { itemsOf } from './state.ts';

const tags = ['Library'];

const itemView = ({ savedAtMs, ...item }: Item) => ({ ...item, savedAt: iso(savedAtMs) });

/** An item of the library, undefined where there is none. */
export const libraryItem = (shell: Shell, itemId: string): Promise<Item | undefined> =>
  shell.handle.look(LIBRARY_STREAM, (state) => structuredClone(libraryState(state).items[itemId]));

/** The items of one kind, by name. */
export const libraryItems = (
  shell: Shell,
  kind?: (typeof KINDS)[number],
): Promise<readonly Item[]> =>
  shell.handle.look(LIBRARY_STREAM, (state) => structuredClone(itemsOf(libraryState(state), kind)));

/** Templates, chip sets and payout tables of the house (BLD-4, BLD-6, CHP-1, POL-3). */
export const libraryRoutes = (shell: Shell) => {
  const give = (command: Command) => ({ stream: LIBRARY_STREAM, command });
  return new Hono<Env>()
    .get(
      '/library',
      needs('viewer'),
      describes({
        summary: 'What the house keeps: templates, chip sets, payout tables',
        tags,
        answers: { 200: '`{ items, nextCursor }`, by name' },
      }),
      asks(v.strictObject({ kind: v.optional(v.picklist(KINDS)) })),
      async (c) => {
        const items = await libraryItems(shell, c.req.valid('query').kind);
        return c.json({ items: items.map(itemView), nextCursor: null });
      },
    )
    .post(
      '/library',
      needs('floor'),
      describes({
        summary: 'Keep something new',
        tags,
        answers: { 201: v.object({ id: v.string(), ...done.entries }) },
      }),
      takes(itemBody),
      async (c) => {
        const item = c.req.valid('json');
        const order = give({ type: 'save', id: shell.newId(), isNew: true, item });
        const answer = await perform(c, shell, order);
        const made = answer.events[0]?.envelope.data;
        return c.json({ id: idIn(made), ...outcome(answer) }, 201);
      },
    )
    .put(
      '/library/:id',
      needs('floor'),
      describes({ summary: 'Change or rename it', tags, answers: { 200: done } }),
      param(byId),
      takes(itemBody),
      async (c) => {
        const [{ id: itemId }, item] = [c.req.valid('param'), c.req.valid('json')];
        const order = give({ type: 'save', id: itemId, isNew: false, item });
        return c.json(outcome(await perform(c, shell, order)));
      },
    )
    .delete(
      '/library/:id',
      needs('floor'),
      describes({ summary: 'Forget it', tags, answers: { 200: done } }),
      param(byId),
      async (c) => {
        const { id: itemId } = c.req.valid('param');
        return c.json(outcome(await perform(c, shell, give({ type: 'remove', id: itemId }))));
      },
    );
};

/** The id that the log kept: a repeated request answers the first one's. */
const idIn = (data: unknown): string => v.parse(v.object({ id }), data).id;
