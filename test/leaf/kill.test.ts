import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { below, seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, setUp, spawnLeaf, verifyFolder } from '../leaf-process.ts';

/** How often the leaf is killed; `npm run soak` does it far more often. */
const KILLS = Number(process.env['FELT_KILLS'] ?? 50);
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;
const CLIENTS = 16;
const PLAYERS = 120;

type Sent = {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  /** Ids of its events, once acknowledged. */
  acked: readonly string[] | null;
};

const idsOf = (body: { events: readonly { id: string }[] }): string[] =>
  body.events.map((e) => e.id);

/** A venue with a running tournament, and everything that the clients need to know of it. */
const prepare = async (leaf: LeafProcess) => {
  const token = await setUp(leaf.url);
  const api = client(leaf.url, token);
  const players: string[] = [];
  for (let i = 0; i < PLAYERS; i++) {
    const { body } = await api.post('/players', { firstName: `Player ${i}`, lastName: 'Test' });
    players.push(body.id);
  }
  const profile = (id: string) => ({ id, name: id, price: 50_000, chips: 10_000 });
  const round = {
    kind: 'round',
    game: "Hold'em",
    gameType: 'noLimit',
    smallBlind: 100,
    bigBlind: 200,
    ante: 0,
    anteType: 'none',
    minutes: 600,
  };
  const { body } = await api.post('/tournaments', {
    name: 'Kill',
    currency: 'DKK',
    buyIns: [profile('buyin')],
    rebuys: { allowed: true, profiles: [profile('rebuy')] },
    levels: [round],
  });
  const id: string = body.id;
  await api.post(`/tournaments/${id}/tables`, { tables: 14 });
  await api.post(`/tournaments/${id}/start`);
  const started = performance.now();
  return { token, id, players, started };
};

type Stage = Awaited<ReturnType<typeof prepare>>;

const something = (random: () => number, { id, players }: Stage): Pick<Sent, 'path' | 'body'> => {
  const player = players[below(random, players.length)] ?? '';
  const at = `/tournaments/${id}/players`;
  const turn = below(random, 10);
  if (turn < 4) return { path: `${at}/buyin`, body: { playerId: player, override: 'test' } };
  if (turn < 7) return { path: `${at}/${player}/bust`, body: {} };
  if (turn < 9) return { path: `${at}/${player}/rebuy`, body: { override: 'test' } };
  return { path: `/tournaments/${id}/chips/adjust`, body: { reason: 'found', chips: 25 } };
};

/** One client that asks and asks until the leaf is gone. */
const ask = async (api: ReturnType<typeof client>, next: () => Sent, sent: Sent[]) => {
  for (;;) {
    const one = next();
    sent.push(one);
    try {
      const { status, body } = await api.post(one.path, one.body, { 'idempotency-key': one.key });
      if (status >= 500) throw new Error(`answered ${status}`);
      if (status < 300) one.acked = idsOf(body);
      else sent.pop();
    } catch {
      return;
    }
  }
};

/** What was acknowledged is there and answers the same; what was in flight happens exactly once. */
const recheck = async (api: ReturnType<typeof client>, sent: readonly Sent[]): Promise<void> => {
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

const remainingMs = async (api: ReturnType<typeof client>, id: string): Promise<number> =>
  (await api.get(`/tournaments/${id}/public`)).body.clock.remainingMs;

test(
  `nothing acknowledged is ever lost: ${KILLS} kills under load (seed ${SEED})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-kill-'));
    const random = seeded(SEED);
    let leaf = await spawnLeaf(folder);
    const stage = await prepare(leaf);
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const api = client(leaf.url, stage.token);
      const sent: Sent[] = [];
      let count = 0;
      const next = (): Sent => {
        count += 1;
        return { ...something(random, stage), key: `${round}-${count}`, acked: null };
      };
      const asking = Array.from({ length: CLIENTS }, () => ask(api, next, sent));
      await Bun.sleep(50 + below(random, 250)); // the very moment is what is random here
      await leaf.kill();
      await Promise.all(asking);
      acknowledged += sent.filter((s) => s.acked !== null).length;

      leaf = await spawnLeaf(folder);
      const again = client(leaf.url, stage.token);
      await recheck(again, sent);
      const wanted = 600 * MINUTE - (performance.now() - stage.started);
      expect(Math.abs((await remainingMs(again, stage.id)) - wanted)).toBeLessThan(1_000);
    }
    expect(await leaf.stop()).toBe(0);
    const verified = await verifyFolder(folder);
    expect(verified).toMatchObject({ code: 0 });
    expect(acknowledged).toBeGreaterThan(KILLS * 10);
    console.log(`${acknowledged} commands acknowledged over ${KILLS} kills, none lost`);
    rmSync(folder, { recursive: true });
  },
  30 * MINUTE,
);
