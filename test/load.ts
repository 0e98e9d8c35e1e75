import { expect } from 'bun:test';
import { below } from '../src/kernel/random.ts';
import type { client } from './leaf-process.ts';

type Api = ReturnType<typeof client>;

export type Sent = {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  /** Ids of its events, once acknowledged. */
  acked: readonly string[] | null;
};

const idsOf = (body: { events: readonly { id: string }[] }): string[] =>
  body.events.map((e) => e.id);

const ROUND = {
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', minutes: 600 },
  ...{ smallBlind: 100, bigBlind: 200, ante: 0, anteType: 'none' },
};

const profile = (id: string) => ({ id, name: id, price: 50_000, chips: 10_000 });

/** A tournament with buy-ins, rebuys, and one level that outlasts every test. */
export const EVENING = {
  name: 'Kill',
  currency: 'DKK',
  buyIns: [profile('buyin')],
  rebuys: { allowed: true, profiles: [profile('rebuy')] },
  levels: [ROUND],
};

/** A venue with a running tournament, and everything that the clients need to know of it. */
export const prepareLoad = async (api: Api, playerCount = 120) => {
  const players: string[] = [];
  for (let i = 0; i < playerCount; i++) {
    const { body } = await api.post('/players', { firstName: `Player ${i}`, lastName: 'Test' });
    players.push(body.id);
  }
  const { body } = await api.post('/tournaments', EVENING);
  const id: string = body.id;
  await api.post(`/tournaments/${id}/tables`, { tables: 14 });
  await api.post(`/tournaments/${id}/start`);
  const started = performance.now();
  return { id, players, started };
};

export type Load = Awaited<ReturnType<typeof prepareLoad>>;

/** One of the floor's commands; many of them are refused, as on a real evening. */
export const something = (
  random: () => number,
  { id, players }: Load,
): Pick<Sent, 'path' | 'body'> => {
  const player = players[below(random, players.length)] ?? '';
  const at = `/tournaments/${id}/players`;
  const turn = below(random, 10);
  if (turn < 4) return { path: `${at}/buyin`, body: { playerId: player, override: 'test' } };
  if (turn < 7) return { path: `${at}/${player}/bust`, body: {} };
  if (turn < 9) return { path: `${at}/${player}/rebuy`, body: { override: 'test' } };
  return { path: `/tournaments/${id}/chips/adjust`, body: { reason: 'found', chips: 25 } };
};

/** One client that asks and asks until the leaf is gone, or it is told that it is over. */
export const ask = async (
  api: Api,
  next: () => Sent,
  sent: Set<Sent>,
  isOver: () => boolean = () => false,
) => {
  while (!isOver()) {
    const one = next();
    sent.add(one);
    try {
      const { status, body } = await api.post(one.path, one.body, { 'idempotency-key': one.key });
      if (status >= 500) throw new Error(`answered ${status}`);
      if (status < 300) one.acked = idsOf(body);
      else sent.delete(one);
    } catch {
      return;
    }
  }
};

/** What was acknowledged is there and answers the same; what was in flight happens exactly once. */
export const recheck = async (api: Api, sent: Iterable<Sent>): Promise<void> => {
  for (const { path, body, key, acked } of sent) {
    const again = await api.post(path, body, { 'idempotency-key': key });
    if (acked !== null) expect(idsOf(again.body)).toEqual([...acked]);
    else expect(again.status).toBeLessThan(500);
    if (acked === null && again.status < 300) {
      const third = await api.post(path, body, { 'idempotency-key': key });
      expect(idsOf(third.body)).toEqual(idsOf(again.body));
    }
  }
};
