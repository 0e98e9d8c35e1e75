import { expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND } from '../../src/kernel/time.ts';
import type { Ground, Healing } from './stage.ts';
import { FACTOR, isRoot, onDisk, onSmallDisk, openHealing, sh } from './stage.ts';

setDefaultTimeout(120_000);

/** What the product promises, by the unit's true times. */
const WITHIN_MS = 30 * SECOND;
/** So much work is done before anything breaks. */
const ENOUGH = 40;
/** Of the unit, and what the leaf itself gives a write before it counts as not alive. */
const [WATCHDOG_MS, WRITTEN_WITHIN_MS] = [10 * SECOND, 3 * SECOND];

/** Side by side: nearly all of it is waiting. */
const healing = (name: string, ground: Ground | null, use: (leaf: Healing) => Promise<void>) =>
  test.skipIf(ground !== null && !isRoot).concurrent(name, async () => {
    const leaf = await openHealing(ground === null ? {} : { ground });
    try {
      await use(leaf);
    } finally {
      await leaf.close();
    }
  });

/** Clients that work; `ended` when each of them had a command that was not taken. */
const atWork = async ({ supervisor, acknowledged, underLoad }: Healing) => {
  const ended = underLoad();
  await supervisor.wait('at work', () => acknowledged() >= ENOUGH);
  return { ended };
};

const happenings = ({ supervisor }: Healing): readonly string[] =>
  supervisor.log.map(({ what }) => what);

const tell = (what: string, tookMs: number, { acknowledged }: Healing) =>
  console.log(`${what}: back after ${(tookMs / SECOND).toFixed(1)} s, ${acknowledged()} kept`);

for (const signal of ['SIGSTOP', 'SIGUSR2', 'SIGSEGV', 'SIGKILL'] as const) {
  // SIGUSR2: an endless loop.
  const isHang = signal === 'SIGSTOP' || signal === 'SIGUSR2';
  const what = signal === 'SIGUSR2' ? 'an endless loop' : signal;
  healing(
    `OPS-5: after ${what} in the middle of work it is back within 30 s, and what was acknowledged is there`,
    null,
    async (leaf) => {
      const { supervisor } = leaf;
      const { ended } = await atWork(leaf);
      const brokenAtMs = supervisor.trueNow();
      process.kill(leaf.pid(), signal);
      await supervisor.wait('broken', () => supervisor.sub() !== 'running');
      await supervisor.running();
      const tookMs = supervisor.trueNow() - brokenAtMs;
      await ended;
      tell(what, tookMs, leaf);
      expect(tookMs).toBeLessThan(WITHIN_MS);
      expect(happenings(leaf).includes('watchdog')).toBe(isHang);
      await leaf.nothingIsLost();
    },
  );
}

/** Whether SIGKILL was sent to a process that cannot be ended: it waits for a disk. */
const outlivesKill = (pid: number): boolean => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const pending = BigInt(`0x${/^ShdPnd:\s+(\w+)$/mu.exec(status)?.[1] ?? '0'}`);
  return (pending & (1n << 8n)) !== 0n && /^State:\s+D/mu.test(status);
};

healing(
  'OPS-5: a disk that hangs: nothing can end the write, and the leaf is back once the disk is (needs root)',
  onDisk,
  async (leaf) => {
    const { data, supervisor } = leaf;
    const { ended } = await atWork(leaf);
    const pid = leaf.pid();
    const frozenAtMs = supervisor.trueNow();
    sh('fsfreeze', '--freeze', data);
    try {
      await supervisor.wait('killed in vain', () => outlivesKill(pid));
    } finally {
      sh('fsfreeze', '--unfreeze', data);
    }
    await supervisor.wait('ended', () => supervisor.sub() !== 'running');
    await supervisor.running();
    const tookMs = supervisor.trueNow() - frozenAtMs;
    await ended;
    tell('hanging disk', tookMs, leaf);
    expect(tookMs).toBeLessThan(WITHIN_MS);
    expect(happenings(leaf)).toContain('watchdog');
    await leaf.nothingIsLost();
  },
);

/** Takes all that is left of a disk; answers how it is given back. */
const fill = (folder: string): (() => void) => {
  const file = join(folder, 'filler');
  for (const size of [1024 * 1024, 64 * 1024, 4 * 1024]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // This size does not fit any more.
    }
  }
  return () => rmSync(file);
};

healing(
  'OPS-5: a full disk: it serves on, is not started again for it, and takes commands once there is room (needs root)',
  onSmallDisk,
  async (leaf) => {
    const { data, supervisor, api, load } = leaf;
    const { ended } = await atWork(leaf);
    const pid = leaf.pid();
    const giveBack = fill(data);
    await ended;
    const untilMs = performance.now() + WRITTEN_WITHIN_MS + 1.5 * WATCHDOG_MS * FACTOR;
    await supervisor.wait('full for long', () => performance.now() > untilMs);
    expect((await api.get(`/tournaments/${load.id}/public`)).status).toBe(200);
    expect(leaf.pid()).toBe(pid);
    const roomAtMs = performance.now();
    giveBack();
    let status = 0;
    while (status !== 201 && performance.now() - roomAtMs < WITHIN_MS) {
      ({ status } = await api.post('/players', { firstName: 'After' }));
    }
    tell('full disk, once there is room', performance.now() - roomAtMs, leaf);
    expect(status).toBe(201);
    expect(leaf.pid()).toBe(pid);
    await leaf.nothingIsLost();
  },
);

healing(
  'OPS-5: killed on a full disk, it is back within 30 s of there being room (needs root)',
  onSmallDisk,
  async (leaf) => {
    const { data, supervisor } = leaf;
    const { ended } = await atWork(leaf);
    const giveBack = fill(data);
    await ended;
    process.kill(leaf.pid(), 'SIGKILL');
    await supervisor.wait('killed', () => supervisor.sub() !== 'running');
    const ends = () => happenings(leaf).filter((what) => what === 'exit-code').length;
    await supervisor.wait('tried', () => ends() > 0 || supervisor.sub() === 'running');
    const roomAtMs = supervisor.trueNow();
    giveBack();
    await supervisor.running();
    const tookMs = supervisor.trueNow() - roomAtMs;
    tell('killed on a full disk, once there is room', tookMs, leaf);
    expect(tookMs).toBeLessThan(WITHIN_MS);
    await leaf.nothingIsLost();
  },
);
