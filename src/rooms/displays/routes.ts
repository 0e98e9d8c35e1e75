import { Hono } from 'hono';
import type { Env, Shell } from '../../server/shell.ts';
import { describes, needs, outcome, param, perform, takes } from '../../server/shell.ts';
import { displayBody, playlistBody } from './commands.ts';
import { DISPLAYS_STREAM, isKnown } from './room.ts';
import { orderRoutes } from './routes/orders.ts';
import { byId, look, mustExist, order, tags, tellNode } from './routes/words.ts';
import type { DisplayView } from './views.ts';
import { displaysView } from './views.ts';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A screen as REST tells it: moments in ISO 8601. */
const item = ({ lastSeenAtMs, override, ...display }: DisplayView) => ({
  ...display,
  lastSeenAt: iso(lastSeenAtMs),
  override:
    override === null
      ? null
      : {
          view: override.view,
          tournamentId: override.tournamentId,
          until: iso(override.untilMs),
        },
});

/** The screens of the room (DSP-1, DSP-4, DSP-9, DSP-10, DSP-12). */
export const displayRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/displays',
      needs('viewer'),
      describes({
        summary: 'All screens: who is there, and what they show',
        tags,
        answers: { 200: '`{ items, nextCursor }`; stale after 15 s of silence, offline after 60' },
        description:
          '`view` is the screen’s own; `override` is what it shows instead, and `holdsClock` says ' +
          'that its playlist rests because it is its tournament’s one clock. `heard` is what the ' +
          'screen says of its sound: on, locked (until somebody touches it) or off.',
      }),
      async (c) => {
        const all = await look(shell, (state) =>
          displaysView(state, shell.nodes.list(), shell.now()),
        );
        return c.json({ items: all.map(item), nextCursor: null });
      },
    )
    // Before the screens by their ids: these words are none.
    .route('/', orderRoutes(shell))
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
        await mustExist(shell, body.tournamentId);
        const command = order({ type: 'set', nodeId, ...body });
        return c.json(outcome(await perform(c, shell, command)));
      },
    )
    .put(
      '/displays/:id/playlist',
      needs('floor'),
      describes({
        summary: 'What a screen shows in turn, and what when somebody goes out',
        tags,
        answers: { 200: 'Its events; none where it is so already' },
      }),
      param(byId),
      takes(playlistBody),
      async (c) => {
        const [{ id: nodeId }, body] = [c.req.valid('param'), c.req.valid('json')];
        const command = order({ type: 'setPlaylist', nodeId, ...body });
        return c.json(outcome(await perform(c, shell, command)));
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
        if (!known && forgotten) {
          const version = await shell.handle.look(DISPLAYS_STREAM, (_, now) => now);
          return c.json({ version, events: [] });
        }
        return c.json(outcome(await perform(c, shell, order({ type: 'remove', nodeId }))));
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
      (c) => c.json({ told: tellNode(shell, c.req.valid('param').id, { type: 'reboot' }) }, 202),
    )
    .post(
      '/displays/:id/tone',
      needs('floor'),
      describes({
        summary: 'Play a test tone on a screen',
        tags,
        answers: { 202: 'How many windows were told', 404: 'It is not connected' },
      }),
      param(byId),
      (c) => c.json({ told: tellNode(shell, c.req.valid('param').id, { type: 'tone' }) }, 202),
    );
