import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { below, seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { verifyFolder } from '../leaf-process.ts';
import type { Load, Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';
import type { Venue, WholeLine } from './chaos/line.ts';
import { openWholeLine, PARTS } from './chaos/line.ts';
import { differences } from './chaos/same.ts';

/** How often something is killed; `npm run soak` does it far more often. */
const ROUNDS = Number(process.env['FELT_ROUNDS'] ?? 10);
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;
const CLIENTS = 4;
/** What heals by itself has healed within: back-off, a report each 10 s, an ack wait of 30 s. */
const HEALS_WITHIN_MS = 90_000;

setDefaultTimeout((ROUNDS + 2) * HEALS_WITHIN_MS);

let line: WholeLine;

beforeAll(async () => {
  line = await openWholeLine(['north', 'south']);
});

afterAll(() => line?.close());

const random = seeded(SEED);

/** Clients on both floors, until told that it is over or the leaf is gone. */
const loaded = (round: number, loads: ReadonlyMap<Venue, Load>, isOver: () => boolean) => {
  const sent = new Map<Venue, Set<Sent>>();
  const asking = [...loads].flatMap(([venue, load]) => {
    const own = new Set<Sent>();
    sent.set(venue, own);
    let count = 0;
    const next = (): Sent => {
      count += 1;
      return { ...something(random, load), key: `${SEED}-${round}-${count}`, acked: null };
    };
    return Array.from({ length: CLIENTS }, () => ask(line.api(venue), next, own, isOver));
  });
  return { sent, done: Promise.all(asking) };
};

/** One to three parts die at moments of chance while both floors go on. */
const strike = async (): Promise<readonly string[]> => {
  const killed: string[] = [];
  for (let left = 1 + below(random, 3); left > 0; left--) {
    await Bun.sleep(30 + below(random, 300)); // the very moment is what is random here
    const part = PARTS[below(random, PARTS.length)] ?? 'leaf';
    const venue = line.venues[below(random, line.venues.length)];
    if (venue === undefined) continue;
    await line.kill(part, venue);
    killed.push(part === 'leaf' || part === 'child' ? `${part} of ${venue.slug}` : part);
  }
  return killed;
};

const inStep = async (venue: Venue): Promise<void> => {
  const deadline = performance.now() + HEALS_WITHIN_MS;
  for (;;) {
    const cloud = await line.cloudOf(venue);
    if (cloud.state === 'inStep' && cloud.waiting === 0 && cloud.documentsWaiting === 0) return;
    if (performance.now() > deadline) {
      throw new Error(
        `${venue.slug} not in step: ${JSON.stringify(cloud)}\n${line.said().join('\n')}`,
      );
    }
    await Bun.sleep(20);
  }
};

test(
  `nothing is lost and nothing happens twice: leaf, nats-servers, cores and database killed at random under load, ${ROUNDS} rounds (seed ${SEED})`,
  async () => {
    const loads = new Map<Venue, Load>();
    for (const venue of line.venues) loads.set(venue, await prepareLoad(line.api(venue), 40));
    let acknowledged = 0;
    let slowestMs = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let isOver = false;
      const { sent, done } = loaded(round, loads, () => isOver);
      const killed = await strike();
      await Bun.sleep(below(random, 200));
      isOver = true;
      await done;
      const begun = performance.now();
      await line.restore();
      for (const [venue, own] of sent) {
        acknowledged += [...own].filter(({ acked }) => acked !== null).length;
        await recheck(line.api(venue), own);
      }
      for (const venue of line.venues) await inStep(venue);
      const healedMs = performance.now() - begun;
      slowestMs = Math.max(slowestMs, healedMs);
      if (process.env['FELT_TOLD'] !== undefined)
        console.log(`round ${round}: ${killed.join(', ')}; healed in ${healedMs.toFixed(0)} ms`);
    }
    expect(acknowledged).toBeGreaterThan(ROUNDS * 10);
    for (const { process: leaf, folder, id } of line.venues) {
      expect(await leaf.stop()).toBe(0);
      expect(await differences(folder, line.database, id)).toEqual([]);
      expect(await verifyFolder(folder)).toMatchObject({ code: 0 });
    }
    await line.core().command(['verify']);
    console.log(
      `${acknowledged} commands acknowledged over ${ROUNDS} rounds, none lost; healed within ${(slowestMs / 1_000).toFixed(1)} s`,
    );
  },
  ROUNDS * MINUTE + 3 * HEALS_WITHIN_MS,
);
