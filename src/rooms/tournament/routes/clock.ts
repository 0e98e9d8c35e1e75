import { Hono } from 'hono';
import * as v from 'valibot';
import { count, id } from '../../../kernel/parse.ts';
import { roundNumber } from '../../../poker/blinds.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError } from '../../../server/shell.ts';
import {
  adjustClockBody,
  countersBody,
  jumpBody,
  registrationBody,
  settleClockBody,
} from '../commands.ts';
import type { State } from '../state.ts';
import { byId, floor, look, nothing, order } from './words.ts';

const tag = 'Clock';

const startBody = v.strictObject({ paused: v.optional(v.boolean(), false) });

const byLevel = v.object({
  id,
  level: v.pipe(v.string(), v.digits(), v.transform(Number), count(200)),
});

const toLevelBody = v.strictObject({
  ...jumpBody.entries,
  /** The break that follows the round, instead of the round itself. */
  break: v.optional(v.boolean(), false),
});

/** Index of what players call "level 7", or of the break after it. */
const indexOf = (levels: State['levels'], round: number, pause: boolean): number =>
  levels.findIndex(
    ({ kind }, i) => kind === (pause ? 'break' : 'round') && roundNumber(levels, i) === round,
  );

/** Everything that moves the clock, and the counts of a tournament without names. */
export const clockRoutes = (shell: Shell) =>
  new Hono<Env>()
    .post(
      '/tournaments/:id/start',
      ...floor({ summary: 'Start, with the clock running or paused', tag, path: byId }, startBody),
      async (c) => {
        const { paused } = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'start', paused, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/pause',
      ...floor({ summary: 'Stop the clock', tag, path: byId }, nothing),
      async (c) => c.json(await order(c, shell, { type: 'pause', now: shell.now() })),
    )
    .post(
      '/tournaments/:id/resume',
      ...floor({ summary: 'Let the clock run on', tag, path: byId }, nothing),
      async (c) => c.json(await order(c, shell, { type: 'resume', now: shell.now() })),
    )
    .post(
      '/tournaments/:id/advance',
      ...floor({ summary: 'Go to the next level or break', tag, path: byId }, nothing),
      async (c) => c.json(await order(c, shell, { type: 'advance', now: shell.now() })),
    )
    .post(
      '/tournaments/:id/rewind',
      ...floor({ summary: 'Go back to the level or break before', tag, path: byId }, nothing),
      async (c) => c.json(await order(c, shell, { type: 'rewind', now: shell.now() })),
    )
    .post(
      '/tournaments/:id/jump/:level',
      ...floor(
        { summary: 'Go to a level by its number, or to the break after it', tag, path: byLevel },
        toLevelBody,
      ),
      async (c) => {
        const { id: tournamentId, level: round } = c.req.valid('param');
        const { break: pause, remainingMs } = c.req.valid('json');
        const level = await look(shell, tournamentId, ({ levels }) =>
          indexOf(levels, round, pause),
        );
        if (level === -1)
          throw new ApiError('NO_SUCH_LEVEL', 'The structure has no such level.', { level: round });
        return c.json(
          await order(c, shell, { type: 'jump', level, remainingMs, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/end',
      ...floor({ summary: 'End it: one is left, or a deal was made', tag, path: byId }, nothing),
      async (c) => c.json(await order(c, shell, { type: 'end', now: shell.now() })),
    )
    .post(
      '/tournaments/:id/clock/adjust',
      ...floor(
        { summary: 'Add time to the level, or take some', tag, path: byId },
        adjustClockBody,
      ),
      async (c) => {
        const { byMs } = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'adjustClock', byMs, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/clock/settle',
      ...floor(
        { summary: 'After a long stop: count it, or go on where it stopped', tag, path: byId },
        settleClockBody,
      ),
      async (c) => {
        const { choice } = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'settleClock', choice, now: shell.now() }));
      },
    )
    .put(
      '/tournaments/:id/registration',
      ...floor({ summary: 'Close entries, or open them again', tag, path: byId }, registrationBody),
      async (c) => {
        const wish = c.req.valid('json');
        return c.json(
          await order(c, shell, { type: 'setRegistration', ...wish, now: shell.now() }),
        );
      },
    )
    .put(
      '/tournaments/:id/counters',
      ...floor({ summary: 'Counts of a tournament without names', tag, path: byId }, countersBody),
      async (c) => {
        const counts = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'setCounters', ...counts, now: shell.now() }));
      },
    );
