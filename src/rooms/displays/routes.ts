import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../../kernel/parse.ts';
import type { Env, Shell } from '../../server/shell.ts';
import { ApiError, describes, needs, outcome, param, perform, takes } from '../../server/shell.ts';
import type { Command } from './commands.ts';
import { displayBody } from './commands.ts';
import { DISPLAYS_STREAM, displaysState, isKnown } from './room.ts';
import type { State } from './state.ts';
import { displaysView } from './views.ts';

const tags = ['Displays'];
const byId = v.object({ id });

const look = <T>(shell: Shell, use: (state: State) => T): Promise<T> =>
  shell.handle.look(DISPLAYS_STREAM, (state) => use(displaysState(state)));

const versionOf = (shell: Shell): Promise<number> =>
  shell.handle.look(DISPLAYS_STREAM, (_, version) => version);

const notFound = () => new ApiError('NOT_FOUND', 'There is no such screen.');

/** @throws ApiError NOT_FOUND: a screen cannot show a tournament that is not there. */
const mustExist = async (shell: Shell, tournamentId: string): Promise<void> => {
  const where = { id: tournamentId };
  if ((await shell.log.count('tournaments', where)) === 0)
    throw new ApiError('NOT_FOUND', 'There is no such tournament.', { tournamentId });
};

/** The screens of the room (DSP-1). */
export const displayRoutes = (shell: Shell) => {
  const give = (command: Command) => ({ stream: DISPLAYS_STREAM, command });
  return new Hono<Env>()
    .get(
      '/displays',
      needs('viewer'),
      describes({
        summary: 'All screens: who is there, and what they show',
        tags,
        answers: { 200: '`{ items, nextCursor }`; stale after 15 s of silence, offline after 60' },
      }),
      async (c) => {
        const { bootMs } = shell.now();
        const all = await look(shell, (state) => displaysView(state, shell.nodes.list(), bootMs));
        const items = all.map(({ lastSeenAtMs, ...display }) => ({
          ...display,
          lastSeenAt: lastSeenAtMs === null ? null : new Date(lastSeenAtMs).toISOString(),
        }));
        return c.json({ items, nextCursor: null });
      },
    )
    .put(
      '/displays/:id',
      needs('floor'),
      describes({
        summary: 'Name a screen, or say what it shows; null as tournament: nothing',
        tags,
        answers: { 200: 'Its events; none where it is so already' },
      }),
      param(byId),
      takes(displayBody),
      async (c) => {
        const [{ id: nodeId }, body] = [c.req.valid('param'), c.req.valid('json')];
        if (body.tournamentId) await mustExist(shell, body.tournamentId);
        return c.json(outcome(await perform(c, shell, give({ type: 'set', nodeId, ...body }))));
      },
    )
    .delete(
      '/displays/:id',
      needs('floor'),
      describes({
        summary: 'Forget a screen; while it is connected it stays, unassigned',
        tags,
        answers: { 200: 'Its events; none for a screen that merely showed up' },
      }),
      param(byId),
      async (c) => {
        const { id: nodeId } = c.req.valid('param');
        const known = await look(shell, (state) => isKnown(state, nodeId));
        const forgotten = shell.nodes.forget(nodeId);
        if (!known && forgotten) return c.json({ version: await versionOf(shell), events: [] });
        return c.json(outcome(await perform(c, shell, give({ type: 'remove', nodeId }))));
      },
    )
    .post(
      '/displays/:id/reboot',
      needs('floor'),
      describes({
        summary: 'Load the page of a screen again',
        tags,
        answers: { 202: 'How many windows were told', 404: 'It is not connected' },
      }),
      param(byId),
      (c) => {
        const told = shell.nodes.tell(c.req.valid('param').id, { type: 'reboot' });
        if (told === 0) throw notFound();
        return c.json({ told }, 202);
      },
    );
};
