import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnLeaf, verifyFolder } from '../../leaf-process.ts';
import { backUp, contents, nightFolder } from './stage.ts';

setDefaultTimeout(60_000);

/** Restores that are ended by kill -9 somewhere on their way. */
const KILLS = Number(process.env['FELT_RESTORE_KILLS'] ?? 4);
const MAIN = join(import.meta.dir, '../../../src/leaf/main.ts');

const root = mkdtempSync(join(tmpdir(), 'felt-backup-command-'));
afterAll(() => rmSync(root, { recursive: true }));

const spawn = (folder: string, args: readonly string[]) =>
  Bun.spawn([process.execPath, MAIN, ...args], {
    env: { ...process.env, FELT_DATA: folder, FELT_BACKUP_TO: '' },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });

const run = async (folder: string, ...args: readonly string[]) => {
  const child = spawn(folder, args);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
};

const oneLine = (text: string): boolean => /^felt-leaf: [^\n]+\n$/u.test(text);

test('OPS-7: backup, list, key, support and restore, beside no leaf and beside one that runs', async () => {
  const folder = await nightFolder(join(root, 'a'), 5);
  const file = join(root, 'alone.feltbackup');
  const alone = await run(folder, 'backup', file);
  expect([alone.code, alone.err]).toEqual([0, '']);
  expect(alone.out).toContain(file);
  expect(alone.out).toContain('Write the recovery key down');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const key = (await run(folder, 'backup', 'key')).out.trim();
  expect(key).toMatch(/^(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}$/u);
  expect(readFileSync(join(folder, 'backup.key'), 'utf8')).toContain(key);
  expect(statSync(join(folder, 'backup.key')).mode & 0o777).toBe(0o600);

  const leaf = await spawnLeaf(folder);
  const beside = await run(folder, 'backup');
  expect([beside.code, beside.err]).toEqual([0, '']);
  expect(beside.out).not.toContain('Write the recovery key down');
  const listed = await run(folder, 'backup', 'list');
  expect(listed.out).toMatch(/felt-\S+\.feltbackup {2}made /u);
  const support = await run(folder, 'support', join(root, 'support.json'));
  expect([
    support.code,
    JSON.parse(readFileSync(join(root, 'support.json'), 'utf8')).health.status,
  ]).toEqual([0, 'ok']);
  const refused = await run(folder, 'restore', file);
  expect([refused.code, oneLine(refused.err)]).toEqual([1, true]);
  expect(refused.err).toContain('a leaf runs on this folder');
  expect(await leaf.stop()).toBe(0);

  const other = join(root, 'b');
  const keyless = await run(other, 'restore', file);
  expect([keyless.code, oneLine(keyless.err)]).toEqual([1, true]);
  expect(keyless.err).toContain('--key-file');
  const typo = await run(
    other,
    'restore',
    file,
    '--key',
    `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`,
  );
  expect([typo.code, oneLine(typo.err)]).toEqual([1, true]);
  expect(existsSync(join(other, 'felt.db'))).toBe(false);
  const restored = await run(other, 'restore', file, '--key', key.toLowerCase());
  expect([restored.code, restored.err]).toEqual([0, '']);
  expect(restored.out).toMatch(/restored {2}\d+ events, known up to \d{4}-/u);
  // What was typed is seen in the list of processes; what lies in a file, or comes in, is not.
  const paper = join(root, 'paper.txt');
  writeFileSync(paper, `${key.replaceAll('-', ' \u2013 ').toLowerCase()}\n`);
  const third = await run(join(root, 'third'), 'restore', file, '--key-file', paper);
  expect([third.code, third.err]).toEqual([0, '']);
  const piped = Bun.spawn([process.execPath, MAIN, 'restore', file, '--key-file', '-'], {
    env: { ...process.env, FELT_DATA: join(root, 'fourth') },
    stdin: Buffer.from(key),
  });
  expect(await piped.exited).toBe(0);
  expect((await contents(other)).lines).toEqual(
    (await contents(folder)).lines.slice(0, (await contents(other)).lines.length),
  );
});

test('OPS-7: what cannot be done is one line, and what is not understood says so', async () => {
  const folder = await nightFolder(join(root, 'c'), 2);
  const text = join(root, 'text');
  writeFileSync(text, 'Dear diary');
  await run(folder, 'backup', 'key');
  for (const [code, ...args] of [
    [2, 'restore'],
    [2, 'restore', text, text],
    [2, 'restore', text, '--keys', 'x'],
    [2, 'backup', 'list', 'more'],
    [2, 'support', 'a', 'b'],
    [1, 'restore', join(root, 'nowhere')],
    [1, 'restore', text],
    [1, 'backup', '/proc/felt/nowhere'],
  ] as const) {
    const answer = await run(folder, ...args);
    expect([args, answer.code, oneLine(answer.err)]).toEqual([args, code, true]);
  }
});

test('OPS-7: what root does leaves nothing that the leaf’s own user cannot open', async () => {
  if (process.getuid?.() !== 0) return console.log('skipped: this needs root');
  const folder = await nightFolder(join(root, 'owned'), 3);
  const NOBODY = 65_534;
  for (const name of ['', ...readdirSync(folder)]) chownSync(join(folder, name), NOBODY, NOBODY);
  // Whoever took the leaf over lays links for root to follow.
  const secret = join(root, 'of-root');
  mkdirSync(secret);
  writeFileSync(join(secret, 'shadow'), 'x');
  mkdirSync(join(folder, 'backups'));
  symlinkSync(secret, join(folder, 'backups', 'link'));
  const made = await run(folder, 'backup');
  expect([secret, join(secret, 'shadow')].map((one) => statSync(one).uid)).toEqual([0, 0]);
  rmSync(join(folder, 'backups', 'link'));
  const path = /backup {2}(\S+)/u.exec(made.out)?.[1] ?? '';
  expect((await run(folder, 'restore', path)).code).toBe(0);
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(all).toContain('restored.json');
  expect(all.filter((name) => statSync(join(folder, name)).uid !== NOBODY)).toEqual([]);
});

test('OPS-7: a restore that is killed leaves what was here, or what came, and the next one works', async () => {
  const [old, source] = [
    await nightFolder(join(root, 'old'), 40),
    await nightFolder(join(root, 'new'), 20),
  ];
  const { path } = await backUp(source);
  const { key } = JSON.parse(readFileSync(join(source, 'backup.key'), 'utf8'));
  const counts = [(await contents(old)).lines.length, (await contents(source)).lines.length];
  for (let i = 0; i < KILLS; i += 1) {
    const folder = join(root, `killed-${i}`);
    cpSync(old, folder, { recursive: true });
    const child = spawn(folder, ['restore', path, '--key', key]);
    const killed = setTimeout(() => child.kill(9), 80 + (i * 240) / KILLS);
    await child.exited;
    clearTimeout(killed);
    const { lines } = await contents(folder);
    expect(counts).toContain(lines.length);
    expect(await verifyFolder(folder)).toMatchObject({ code: 0 });
    expect((await run(folder, 'restore', path, '--key', key)).code).toBe(0);
    expect((await contents(folder)).lines.length).toBe(counts[1] ?? 0);
  }
});

test('OPS-7: on another machine somebody at a terminal is asked for the recovery key, and may leave it', async () => {
  const folder = await nightFolder(join(root, 'paper'), 2);
  const { path } = await backUp(folder);
  const { key } = JSON.parse(readFileSync(join(folder, 'backup.key'), 'utf8'));
  const typed = async (data: string, letters: string) => {
    let out = '';
    let isTyped = false;
    const child = Bun.spawn([process.execPath, MAIN, 'restore', path], {
      env: { ...process.env, FELT_DATA: data },
      terminal: {
        cols: 200,
        rows: 50,
        data: (terminal, bytes) => {
          out += Buffer.from(bytes).toString('utf8');
          if (isTyped || !out.includes('recovery key: ')) return;
          isTyped = true;
          terminal.write(letters);
        },
      },
    });
    return { code: await child.exited, out };
  };
  for (const leaving of ['\u0003', '\u0004']) {
    const left = await typed(join(root, 'left'), leaving);
    expect(left.code).toBe(1);
    expect(left.out).toContain('felt-leaf: no recovery key was given');
  }
  // One of its own, from another time, does not fit: it is asked for, too.
  const other = await nightFolder(join(root, 'asked'), 1);
  await run(other, 'backup', 'key');
  expect((await typed(other, `${key.toLowerCase()}\r`)).code).toBe(0);
  expect((await contents(other)).lines).toEqual((await contents(folder)).lines);
});
