import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptBeside, putIn, takeBack } from '../../src/core/update.ts';
import { saysVersion } from '../../src/core/update-command.ts';
import type { Build } from '../../src/server/version.ts';
import { RELEASED_AT, releaseFile, releaseKeys } from '../release-files.ts';

const OWN: Build = {
  ...{ product: 'felt-core', version: '1.7.0', sequence: 181, commit: null },
  target: 'linux-x64',
};
const keys = releaseKeys();

let root: string;
let made = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'felt-core-update-'));
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/felt-core'), 'the old one', { mode: 0o755 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const runs = (): string => readFileSync(join(root, 'bin/felt-core'), 'utf8');

/** A signed file of a core that is a word. */
const release = async (
  facts: Parameters<typeof releaseFile>[0]['facts'] = {},
  list = keys.list(),
): Promise<string> => {
  made += 1;
  const folder = join(root, `made-${made}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'executable'), 'the new one');
  const all = { product: 'felt-core', minSequence: 0, ...facts } as const;
  return releaseFile({ folder, executable: join(folder, 'executable'), keys, facts: all, list });
};

/** A machine whose service gets ready with whatever `isWell` says. */
const machine = async (isWell: (now: string) => boolean = () => true, own = OWN) => {
  const folder = await keptBeside(join(root, 'bin/felt-core'));
  let restarts = 0;
  const service = {
    runs: async (executable: string) => (statSync(executable).mode & 0o111) !== 0,
    restart: async () => {
      restarts += 1;
      return isWell(runs());
    },
  };
  return {
    putting: {
      ...{ target: join(root, 'bin/felt-core'), folder, own, roots: keys.roots },
      ...{ nowMs: RELEASED_AT, service },
    },
    restarts: () => restarts,
  };
};

describe('OPS-3: a core', () => {
  test('is updated by one signed file, and keeps the one before', async () => {
    const { putting, restarts } = await machine();
    expect(await putIn(putting, await release())).toBe('1.8.0');
    expect([runs(), restarts()]).toEqual(['the new one', 1]);
    expect(statSync(putting.target).mode & 0o777).toBe(0o555);
    expect(readdirSync(putting.folder).sort()).toEqual(['known.json', 'previous']);
    expect(readFileSync(join(putting.folder, 'previous'), 'utf8')).toBe('the old one');
  });

  test('has the one before back where the new one does not get ready', async () => {
    const { putting, restarts } = await machine((now) => now === 'the old one');
    const tried = putIn(putting, await release());
    await expect(tried).rejects.toThrow('1.8.0 did not get ready: 1.7.0 runs again');
    expect([runs(), restarts()]).toEqual(['the old one', 2]);
  });

  test('has room for the way back where it had room for the release, also after one that was cut off', async () => {
    const { putting } = await machine((now) => now === 'the old one');
    mkdirSync(join(putting.folder, 'incoming'));
    writeFileSync(join(putting.folder, 'incoming/felt-core'), 'half of one');
    const there: string[][] = [];
    const restart = () => {
      there.push(readdirSync(putting.folder).sort());
      return putting.service.restart();
    };
    const service = { ...putting.service, restart };
    const tried = putIn({ ...putting, service }, await release());
    await expect(tried).rejects.toThrow('1.7.0 runs again');
    expect(there).toEqual([
      ['known.json', 'previous'],
      ['known.json', 'previous'],
    ]);
  });

  test('goes back because somebody wants it, once, and to nothing that may not run any more', async () => {
    const { putting } = await machine();
    await expect(takeBack(putting)).rejects.toThrow('no release to go back to');
    await putIn(putting, await release());
    const after = { ...putting, own: { ...OWN, version: '1.8.0', sequence: 182 } };
    expect(await takeBack(after)).toBe('1.7.0');
    expect(runs()).toBe('the old one');
    await expect(takeBack(putting)).rejects.toThrow('no release to go back to');
    await putIn(putting, await release({ minSequence: 182 }));
    await expect(takeBack(after)).rejects.toThrow('build 181 may not run any more (182)');
    expect(runs()).toBe('the new one');
  });

  test.each([
    ['PRODUCT', { product: 'felt-leaf' }],
    ['TARGET', { target: 'linux-arm64' }],
    ['OLDER', { sequence: 181 }],
    ['CHANNEL', { channel: 'beta' }],
    ['EXPIRED', { expires: '2026-05-31T00:00:00.000Z' }],
  ] as const)('takes nothing that is %s, and is not even started anew', async (code, facts) => {
    const { putting, restarts } = await machine();
    await expect(putIn(putting, await release(facts))).rejects.toThrow(`${code}: `);
    expect([runs(), restarts()]).toEqual(['the old one', 0]);
    expect(readdirSync(putting.folder)).toEqual(['known.json']);
  });

  test('takes no byte that was not signed, and none by a key that was revoked once', async () => {
    const { putting, restarts } = await machine();
    const changed = await release();
    const bytes = readFileSync(changed);
    bytes.writeUInt8((bytes.at(-3) ?? 0) ^ 1, bytes.length - 3);
    writeFileSync(changed, bytes);
    await expect(putIn(putting, changed)).rejects.toThrow('HASH: ');
    const at = '2026-05-02T00:00:00.000Z';
    const list = keys.list({ issued: at, keys: [{ ...keys.own, revoked: at }] });
    await expect(putIn(putting, await release({}, list))).rejects.toThrow('KEY_REVOKED: ');
    // The same key under the list from before.
    await expect(putIn(putting, await release())).rejects.toThrow('KEYS_OLDER: ');
    const strangers = { ...putting, roots: releaseKeys().roots };
    await expect(putIn(strangers, await release())).rejects.toThrow('ROOT_SIGNATURES: ');
    expect([runs(), restarts()]).toEqual(['the old one', 0]);
  });

  test('is not replaced by what does not run on this machine', async () => {
    const { putting, restarts } = await machine();
    const service = { ...putting.service, runs: async () => false };
    const tried = putIn({ ...putting, service }, await release());
    await expect(tried).rejects.toThrow('does not run on this machine');
    expect([runs(), restarts(), existsSync(join(putting.folder, 'previous'))]).toEqual([
      ...['the old one', 0, false],
    ]);
  });

  test('is held up by no release that hangs as it is asked for its version', async () => {
    const executable = join(root, 'felt-core');
    const says = (lines: string) =>
      writeFileSync(executable, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    says('[ "$1" = --version ]');
    expect(await saysVersion(executable)).toBe(true);
    says('exec sleep 600');
    expect(await saysVersion(executable, 100)).toBe(false);
  });

  test('says so where it cannot read which keys are known, and takes nothing', async () => {
    const { putting } = await machine();
    writeFileSync(join(putting.folder, 'known.json'), '{');
    chmodSync(join(putting.folder, 'known.json'), 0o644);
    await expect(putIn(putting, await release())).rejects.toThrow('cannot be read');
    expect(runs()).toBe('the old one');
  });
});
