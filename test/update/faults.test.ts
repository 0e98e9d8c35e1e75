import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { below, seeded } from '../../src/kernel/random.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { client } from '../leaf-process.ts';
import type { Leaves } from './executables.ts';
import { buildLeaves, NEW, OLD } from './executables.ts';
import { tableOfCuts } from './power.ts';
import { badReleases, deltaRelease, goodRelease, RAN } from './releases.ts';
import type { Acknowledged, Stage, Supervisor } from './stage.ts';
import {
  ackedIn,
  isAllThere,
  keepAsking,
  openStage,
  runningVersion,
  stageRelease,
  startNight,
} from './stage.ts';
import { createTable } from './table.ts';
import { TRIALS } from './trials.ts';

/** By OPS-3 a release that does not work is gone within so long. */
const ROLLBACK_MS = MINUTE;
/** How often a whole machine loses power in the middle; `npm run soak` does it far more often. */
const CUTS = Number(process.env['FELT_UPDATE_CUTS'] ?? 1);
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;
const LIMIT_MS = 30 * MINUTE;
const CONFIRMED_SOON = process.env['FELT_UNIT_TIMES'] === '1' ? {} : { confirmMs: 300 };

const table = createTable();
let folder = '';
let leaves: Leaves;
/** A night that every machine below begins with. */
let night: Acknowledged & { readonly data: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-updates-'));
  chmodSync(folder, 0o755);
  leaves = await buildLeaves(folder);
  const stage = await openStage(leaves);
  const machine = stage.boot();
  machine.start();
  await machine.running();
  const begun = await startNight(stage.url);
  await keepAsking(stage.url, begun, 200).done;
  await machine.close();
  night = { ...begun, data: stage.dataFolder };
}, LIMIT_MS);

afterAll(() => {
  table.print();
  rmSync(folder, { recursive: true, force: true });
  if (night !== undefined) rmSync(join(night.data, '..'), { recursive: true, force: true });
});

const onMachine = async (
  use: (stage: Stage, machine: Supervisor, own: typeof night) => Promise<void>,
  more: { readonly confirmMs?: number } = {},
): Promise<void> => {
  const stage = await openStage(leaves, { data: night.data, ...more });
  const machine = stage.boot();
  try {
    machine.start();
    await machine.running();
    await use(stage, machine, { ...night, sent: new Set(night.sent) });
  } catch (error) {
    console.log(machine.log.map(({ atMs, what }) => `${Math.round(atMs)} ${what}`).join('\n'));
    console.log(machine.said.join('\n'));
    throw error;
  } finally {
    await machine.close();
    stage.remove();
  }
};

/** How long nobody served: from the end of what ran to the last start that got ready. */
const downMs = ({ log }: Supervisor): number => {
  const ended = log.findLast(({ what }) => what === 'stop-sigterm');
  const again = log.findLast(({ what }) => what === 'running');
  return ended === undefined || again === undefined ? 0 : again.atMs - ended.atMs;
};

const softwareEvents = async (
  { url }: Stage,
  { token }: Acknowledged,
): Promise<readonly string[]> => {
  const answer = await fetch(`${url}/api/v1/audit?limit=200&stream=venue:main`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = await answer.json();
  return items
    .map(({ type }: { type: string }) => type)
    .filter((type: string) => type.startsWith('venue.software'));
};

/** As if the machine's clock were set right, to that moment. */
const judgeAt = async (stage: Stage, machine: Supervisor, release: string, nowMs: number) => {
  copyFileSync(release, stage.staging.ready);
  const given = [stage.places.root, stage.dataFolder, String(nowMs), ...leaves.keys.roots];
  await machine.run([process.execPath, join(import.meta.dir, 'root-process.ts'), ...given]).exited;
};

test(
  'OPS-3: a good release is put in, proves itself and is confirmed',
  () =>
    onMachine(async (stage, machine, own) => {
      const { path, sequence } = await goodRelease(folder, leaves);
      const floor = keepAsking(stage.url, own);
      stageRelease(stage, path, sequence);
      await machine.wait('on trial', () => stage.state().STATE === 'trial');
      await floor.done;
      await machine.running();
      await machine.wait('confirmed', () => stage.state().STATE === 'idle');
      expect(await runningVersion(stage.url)).toBe(NEW.version);
      expect(stage.state()).toMatchObject({ CONFIRMED_SEQUENCE: NEW.sequence, REASON: '' });
      await isAllThere(stage.url, own);
      expect(await softwareEvents(stage, own)).toEqual(['venue.softwareUpdated']);
      const row = { fault: 'none', because: 'confirmed', kept: ackedIn(own.sent) };
      table.add({ ...row, runs: NEW.version, downMs: downMs(machine) });
      expect(downMs(machine)).toBeLessThan(10 * SECOND);
    }, CONFIRMED_SOON),
  LIMIT_MS,
);

test(
  'OPS-3: no release that is not as it should be is put in, and nobody notices that it was there',
  () =>
    onMachine(async (stage, machine, own) => {
      const floor = keepAsking(stage.url, own);
      const pid = machine.pid();
      for (const { fault, path, code, nowMs } of await badReleases(folder, leaves)) {
        if (nowMs === undefined) stageRelease(stage, path, NEW.sequence);
        else await judgeAt(stage, machine, path, nowMs);
        await machine.wait(`looked at: ${fault}`, () => !machine.isUpdating());
        expect([fault, stage.state().REASON]).toEqual([fault, code]);
        expect(readdirSync(stage.places.releases)).toEqual([String(OLD.sequence)]);
        expect(existsSync(stage.places.incoming)).toBe(false);
        const row = { fault, runs: await runningVersion(stage.url), downMs: 0, because: code };
        table.add({ ...row, kept: ackedIn(own.sent) });
      }
      await floor.end();
      expect(machine.pid()).toBe(pid);
      expect(existsSync(join(folder, RAN))).toBe(false);
      await isAllThere(stage.url, own);
      expect(await softwareEvents(stage, own)).toEqual([]);
    }),
  LIMIT_MS,
);

test(
  'OPS-3: power lost before or after any step on the disk: what is found starts, and nothing is lost',
  async () => {
    const rows = await tableOfCuts({ folder, leaves, night }, table);
    expect(rows.length).toBeGreaterThan(4);
    for (const { runs, downMs } of rows) {
      expect([OLD.version, NEW.version]).toContain(runs);
      expect(downMs).toBeLessThan(ROLLBACK_MS);
    }
  },
  LIMIT_MS,
);

test(
  `OPS-3: power lost at any moment of an update: nothing is lost (${CUTS} times, seed ${SEED})`,
  async () => {
    const { path, sequence } = await goodRelease(folder, leaves, 'cut-off');
    const random = seeded(SEED);
    const own = { ...night, sent: new Set(night.sent) };
    for (let cut = 0; cut < CUTS; cut += 1) {
      const stage = await openStage(leaves, { data: night.data, confirmMs: 300 });
      const machine = stage.boot();
      machine.start();
      await machine.running();
      const floor = keepAsking(stage.url, own);
      stageRelease(stage, path, sequence);
      await Bun.sleep(below(random, 4 * SECOND)); // the very moment is what is random here
      await machine.cut();
      await floor.done;
      const again = stage.boot();
      again.start();
      await again.running();
      await again.wait('at rest', () => !again.isUpdating() && stage.state().STATE !== 'trial');
      await again.running();
      await isAllThere(stage.url, own);
      expect([OLD.version, NEW.version]).toContain(await runningVersion(stage.url));
      expect(stage.state().REASON).toBe('');
      await again.close();
      stage.remove();
      own.sent = new Set(night.sent);
    }
  },
  LIMIT_MS,
);

test(
  'OPS-3: without room for a snapshot nothing is put in, and the release before goes on',
  () =>
    onMachine(async (stage, machine, own) => {
      const { path, sequence } = await goodRelease(folder, leaves, 'no-room');
      mkdirSync(join(`${stage.staging.snapshot}.new`, 'in the way'), { recursive: true });
      const floor = keepAsking(stage.url, own);
      stageRelease(stage, path, sequence);
      await machine.wait('refused', () => stage.state().REASON === 'UNTIDY');
      await floor.done;
      await machine.wait('done', () => !machine.isUpdating());
      await machine.running();
      expect(await runningVersion(stage.url)).toBe(OLD.version);
      await isAllThere(stage.url, own);
      const row = { fault: 'no room for a snapshot', runs: OLD.version, because: 'UNTIDY' };
      table.add({ ...row, downMs: downMs(machine), kept: ackedIn(own.sent) });
      expect(downMs(machine)).toBeLessThan(ROLLBACK_MS);
    }),
  LIMIT_MS,
);

test(
  'OPS-3: a delta from a USB stick while nothing runs, and back by one tap',
  () =>
    onMachine(async (stage, machine, own) => {
      const { path } = await deltaRelease(folder, leaves);
      await machine.stop();
      const command = [join(stage.places.current, 'felt-leaf'), 'update', path];
      expect(await machine.run(command).exited).toBe(0);
      await machine.wait('confirmed', () => stage.state().STATE === 'idle');
      expect(await runningVersion(stage.url)).toBe(NEW.version);
      const { post } = client(stage.url, own.token);
      expect(await post('/software/rollback', {})).toMatchObject({ status: 409 });
      const floor = keepAsking(stage.url, own);
      expect(await post('/software/rollback', { despiteClocks: true })).toMatchObject({
        ...{ status: 200, body: { state: 'updating', goingBack: true, previous: OLD } },
      });
      await machine.wait('back', () => stage.state().STATE === 'rolledback');
      await floor.done;
      await machine.running();
      expect(await runningVersion(stage.url)).toBe(OLD.version);
      await isAllThere(stage.url, own);
      const row = { fault: 'back by one tap', runs: OLD.version, because: stage.state().REASON };
      table.add({ ...row, downMs: downMs(machine), kept: ackedIn(own.sent) });
    }, CONFIRMED_SOON),
  LIMIT_MS,
);

describe('OPS-3: a release that does not work is taken back within a minute, and nothing is lost', () => {
  for (const trial of TRIALS) {
    test.concurrent(
      trial.fault,
      () =>
        onMachine(async (stage, machine, own) => {
          const { path, sequence } = await trial.release(folder, leaves);
          const floor = keepAsking(stage.url, own);
          stageRelease(stage, path, sequence);
          await machine.wait('on trial', () => stage.state().STATE === 'trial');
          await floor.done;
          await trial.during?.(stage, machine, own);
          await machine.wait('taken back', () => stage.state().STATE === 'rolledback');
          await machine.running();
          expect(await runningVersion(stage.url)).toBe(OLD.version);
          await isAllThere(stage.url, own);
          const events = trial.served
            ? ['venue.softwareRolledBack', 'venue.softwareUpdated']
            : ['venue.softwareRolledBack'];
          expect(await softwareEvents(stage, own)).toEqual(events);
          await trial.after?.(stage);
          const because = stage.state().REASON;
          const row = { fault: trial.fault, because, kept: ackedIn(own.sent) };
          table.add({ ...row, runs: OLD.version, downMs: downMs(machine) });
          expect(because).toBe(trial.because);
          expect(downMs(machine)).toBeLessThan(ROLLBACK_MS);
        }),
      LIMIT_MS,
    );
  }
});
