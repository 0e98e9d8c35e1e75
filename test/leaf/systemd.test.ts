import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createAilment } from '../../src/leaf/systemd.ts';

const stage = (dataFolder: string) => {
  let [bootMs, writtenAtMs] = [100_000, 100_000];
  const ailment = createAilment({
    now: () => ({ bootMs }),
    writtenAtBootMs: () => writtenAtMs,
    dataFolder,
  });
  return {
    ailment,
    pass: (ms: number) => {
      bootMs += ms;
    },
    write: () => {
      writtenAtMs = bootMs;
    },
  };
};

test('OPS-5: a leaf whose log takes writes and whose clock goes on is well', () => {
  const { ailment, pass, write } = stage(tmpdir());
  for (let i = 0; i < 3; i += 1) {
    expect(ailment()).toBeNull();
    pass(3_300);
    write();
    pass(900);
  }
});

test('OPS-5: without a write for more than 3 s it is not alive, though all else is', () => {
  const { ailment, pass, write } = stage(tmpdir());
  pass(3_000);
  expect(ailment()).toBeNull();
  pass(1_000);
  expect(ailment()).toBe('nothing was written for 4 s');
  write();
  pass(1);
  expect(ailment()).toBeNull();
});

test('OPS-5: a clock that stands still is not alive', () => {
  const { ailment, pass } = stage(tmpdir());
  expect(ailment()).toBeNull();
  expect(ailment()).toBe('the clock stands still');
  pass(1);
  expect(ailment()).toBeNull();
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  'OPS-5: no restart for a full disk, which it would not empty (needs root)',
  () => {
    const folder = mkdtempSync(`${tmpdir()}/felt-full-`);
    const sh = (...command: string[]) => {
      const { exitCode, stderr } = Bun.spawnSync(command);
      if (exitCode !== 0) throw new Error(String(stderr));
    };
    sh('mount', '-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder);
    try {
      const { ailment, pass } = stage(folder);
      pass(60_000);
      expect(ailment()).toBeNull();
    } finally {
      sh('umount', folder);
      rmSync(folder, { recursive: true });
    }
  },
);
