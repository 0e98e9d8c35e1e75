import { Hono } from 'hono';
import * as v from 'valibot';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError, describes, needs, outcome, param, takes } from '../../../server/shell.ts';
import {
  adjustEntryBody,
  bustBody,
  bustsBody,
  buyInBody,
  chipsBody,
  payBody,
  purchaseBody,
  reasonBody,
  receiveBody,
  seatBody,
} from '../commands.ts';
import { entryMade } from './entry-made.ts';
import { byId, byPlayer, done, floor, give, order, playingAs } from './words.ts';

const tag = 'Players';

/** The person behind an id that may have been merged into another, or 404 NO_SUCH_PLAYER. */
const playerOf = async (shell: Shell, asked: string): Promise<string> => {
  const playerId = await shell.players.resolve(asked);
  if (await shell.players.exists(playerId)) return playerId;
  throw new ApiError('NO_SUCH_PLAYER', 'There is no such player.', { playerId: asked });
};

const personIn = (shell: Shell, { id, pid }: { readonly id: string; readonly pid: string }) =>
  playingAs(shell, id, pid);

/** What happens to those who play; a player's only live entry is meant, or name it by `entryId`. */
export const entryRoutes = (shell: Shell) =>
  new Hono<Env>()
    .post(
      '/tournaments/:id/players/buyin',
      needs('floor'),
      describes({
        summary: 'Sell an entry to a player',
        tags: [tag],
        answers: {
          201: v.object({
            ...{ entryId: v.string(), playerId: v.string(), number: v.number() },
            ...done.entries,
          }),
        },
      }),
      param(byId),
      takes(buyInBody),
      async (c) => {
        const body = c.req.valid('json');
        const known = await playerOf(shell, body.playerId);
        const playerId = await playingAs(shell, c.req.valid('param').id, known);
        const [entryId, seed, now] = [shell.newId(), shell.newSeed(), shell.now()];
        const command = { type: 'buyIn' as const, ...body, playerId, entryId, seed, now };
        const answer = await give(c, shell, command);
        return c.json({ ...entryMade(answer), ...outcome(answer) }, 201);
      },
    )
    .post(
      '/tournaments/:id/players/:pid/bust',
      ...floor({ summary: 'Knock a player out', tag, path: byPlayer }, bustBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'bustOne', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/busts',
      ...floor({ summary: 'Everybody who busted in one hand', tag, path: byId }, bustsBody),
      async (c) => {
        const { busts } = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'bust', busts, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/players/:pid/rebuy',
      ...floor(
        {
          summary: 'Sell a rebuy; just after a bust it brings the player back',
          tag,
          path: byPlayer,
        },
        purchaseBody,
      ),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'rebuy', playerId, ...body, seed, now }));
      },
    )
    .post(
      '/tournaments/:id/players/:pid/addon',
      ...floor({ summary: 'Sell an add-on', tag, path: byPlayer }, purchaseBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'addOn', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/players/:pid/unregister',
      ...floor({ summary: 'Take an entry back and refund it', tag, path: byPlayer }, reasonBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'unregister', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/players/:pid/noshow',
      ...floor(
        { summary: 'Take out the stack of one who never came (WSOP R16)', tag, path: byPlayer },
        reasonBody,
      ),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'noShow', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/players/:pid/receive',
      ...floor({ summary: 'Take money that is owed', tag, path: byPlayer }, receiveBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'receivePayment', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/players/:pid/pay',
      ...floor({ summary: 'Pay out prizes and bounties', tag, path: byPlayer }, payBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'payPrize', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .post(
      '/tournaments/:id/players/:pid/adjust',
      ...floor(
        { summary: 'Correct hits and points, with a reason', tag, path: byPlayer },
        adjustEntryBody,
      ),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'adjustEntry', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .put(
      '/tournaments/:id/players/:pid/chips',
      ...floor({ summary: "Count a player's chips", tag, path: byPlayer }, chipsBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(
          await order(c, shell, { type: 'setChipsOf', playerId, ...body, now: shell.now() }),
        );
      },
    )
    .put(
      '/tournaments/:id/players/:pid/seat',
      ...floor({ summary: 'Seat a player, or take the seat away', tag, path: byPlayer }, seatBody),
      async (c) => {
        const body = c.req.valid('json');
        const playerId = await personIn(shell, c.req.valid('param'));
        return c.json(await order(c, shell, { type: 'seat', playerId, ...body, now: shell.now() }));
      },
    );
