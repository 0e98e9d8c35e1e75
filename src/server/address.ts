import { Hono } from 'hono';
import * as v from 'valibot';
import { streamOf } from '../kernel/envelope.ts';
import { id } from '../kernel/parse.ts';
import { tournamentState } from '../rooms/tournament/room.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { needs } from './guard.ts';
import { playerUrlOf } from './player-url.ts';
import type { Shell } from './shell.ts';
import { param } from './validate.ts';

const addressSchema = v.object({
  url: v.string(),
  wifi: v.nullable(v.object({ ssid: v.string(), password: v.string() })),
});
export type Address = v.InferOutput<typeof addressSchema>;

/** Where players find a tournament on their phones, for the QR code on paper and in the sheet (ACC-5). */
export const addressRoutes = (shell: Shell) =>
  new Hono<Env>().get(
    '/tournaments/:id/address',
    needs('viewer'),
    describes({
      summary: "Where players find this tournament on their phones, and the guests' Wi-Fi",
      tags: ['Live'],
      answers: { 200: addressSchema },
    }),
    param(v.object({ id })),
    async (c) => {
      const tournamentId = c.req.valid('param').id;
      const stream = streamOf('tournament', tournamentId);
      const status = await shell.handle.look(stream, (state) => tournamentState(state).status);
      if (status === 'none') throw new ApiError('NOT_FOUND', 'There is no such tournament.');
      const here = `${new URL(c.req.url).origin}/t/${tournamentId}`;
      const answer: Address = {
        url: playerUrlOf(shell, tournamentId) ?? here,
        wifi: shell.auth.venue()?.wifi ?? null,
      };
      return c.json(answer);
    },
  );
