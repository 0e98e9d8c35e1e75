import { afterEach, describe, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { version } from '../../package.json';

const MAIN = join(import.meta.dir, '../../src/leaf/main.ts');

const clears: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clear of clears.splice(0).reverse()) await clear();
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'felt-program-'));
  clears.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

const spawn = (args: readonly string[], env: { readonly [name: string]: string }) =>
  Bun.spawn([process.execPath, MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', FELT_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs a command to its end. */
const run = async (args: readonly string[], env: { readonly [name: string]: string } = {}) => {
  const child = spawn(args, env);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
};

/** A leaf as a process of its own, once it has told its address. */
const serve = async (data: string) => {
  const child = spawn(['serve'], { FELT_DATA: data });
  clears.push(async () => {
    child.kill(9);
    await child.exited;
  });
  const decoder = new TextDecoder();
  let said = '';
  for await (const bytes of child.stdout) {
    said += decoder.decode(bytes);
    const url = /http:\/\/\S+:\d+/u.exec(said)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(await new Response(child.stderr).text());
};

const setUp = (url: string) =>
  fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      venue: { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' },
      admin: { name: 'Ada', pin: '739154' },
    }),
  });

const oneLine = expect.stringMatching(/^felt-leaf: [^\n]+\n$/u);

describe('OPS-1: the program', () => {
  test('says its version, which is that of the package, and how it is used', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of ['serve', 'verify', 'replay', 'FELT_PORT', 'FELT_DATA', 'FELT_HOSTS']) {
      expect(out).toContain(word);
    }
  });

  test('tells wrong use in one line, with 2', async () => {
    const data = folder();
    for (const [args, env] of [
      [['sevre'], {}],
      [['serve', '--prot'], {}],
      [['verify', '--head', '12'], {}],
      [['serve'], { FELT_ENROL: 'A' }],
      [['serve'], { FELT_PORT: 'eighty' }],
      [['serve'], { FELT_PORT: '70000' }],
      [['serve'], { FELT_HOSTS: 'http://x' }],
    ] as const) {
      const result = await run(args, { FELT_DATA: data, ...env });
      expect(result).toEqual({ code: 2, out: '', err: oneLine });
    }
    expect(existsSync(join(data, 'felt.db'))).toBe(false);
  });

  test('tells what it cannot do in one line, with 1', async () => {
    const data = folder();
    writeFileSync(join(data, 'file'), '');
    expect(await run(['serve'], { FELT_DATA: join(data, 'file/below') })).toEqual({
      ...{ code: 1, out: '', err: oneLine },
    });
    expect(await run(['verify'], { FELT_DATA: data })).toEqual({ code: 1, out: '', err: oneLine });
    writeFileSync(join(data, 'felt.db'), 'this is no database, and long enough to be read as one');
    expect(await run(['serve'], { FELT_DATA: data })).toEqual({ code: 1, out: '', err: oneLine });
  });

  test('serves, keeps its secrets to its user, and ends cleanly when told to', async () => {
    const data = join(folder(), 'new/data');
    const { child, url } = await serve(data);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await setUp(url)).status).toBe(201);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'felt.sock')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'felt.db')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'felt.db-wal')).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    expect(await child.exited).toBe(0);
    expect(existsSync(join(data, 'felt.sock'))).toBe(false);
    expect(existsSync(join(data, 'felt.db-wal'))).toBe(false);
    expect((await run(['verify'], { FELT_DATA: data })).code).toBe(0);
  });

  test('does not start without the secrets of its operators', async () => {
    const data = folder();
    const { child, url } = await serve(data);
    await setUp(url);
    child.kill('SIGINT');
    expect(await child.exited).toBe(0);
    rmSync(join(data, 'secrets.json'));
    expect(await run(['serve'], { FELT_DATA: data })).toEqual({ code: 1, out: '', err: oneLine });
  });
});

describe('one process only', () => {
  test('a second leaf on the folder ends with one line, and the first goes on', async () => {
    const data = folder();
    const { url } = await serve(data);
    const second = await run(['serve'], { FELT_DATA: data });
    expect(second).toEqual({ code: 1, out: '', err: oneLine });
    expect(second.err).toContain('another process');
    expect((await setUp(url)).status).toBe(201);
  });

  test('a leaf with another folder on its port ends with one line: no two answer by turns', async () => {
    const { url } = await serve(folder());
    const env = { FELT_DATA: folder(), FELT_PORT: new URL(url).port };
    const second = await run(['serve'], env);
    expect(second).toEqual({ code: 1, out: '', err: oneLine });
    expect(second.err).toContain('cannot listen on');
  });

  test('verify asks the leaf that runs, and looks at the file when none does, also after kill -9', async () => {
    const data = folder();
    const { child, url } = await serve(data);
    await setUp(url);
    const running = await run(['verify'], { FELT_DATA: data });
    expect(running).toMatchObject({ code: 0, err: '' });
    expect(running.out).toMatch(
      /^events {7}2\nhead {9}2 [0-9a-f]{64}\nchain {8}ok\nprojections {2}ok\n$/u,
    );
    child.kill(9);
    await child.exited;
    expect(existsSync(join(data, 'felt.sock'))).toBe(true);
    expect(await run(['verify'], { FELT_DATA: data })).toEqual(running);
    const again = await serve(data);
    expect((await setUp(again.url)).status).toBe(409);
  });

  test('verify finds an event that was changed behind its back, and says which', async () => {
    const data = folder();
    const { child, url } = await serve(data);
    await setUp(url);
    child.kill('SIGTERM');
    await child.exited;
    const db = new Database(join(data, 'felt.db'));
    db.exec('drop trigger events_never_change');
    db.exec("update events set body = replace(body, 'Room', 'Rome') where seq = 1");
    db.close();
    const { code, err } = await run(['verify'], { FELT_DATA: data });
    expect([code, err]).toEqual([1, oneLine]);
    expect(err).toContain('event 1');
  });

  test('verify --repair writes the tables beside a sound log anew, and only without a leaf', async () => {
    const data = folder();
    const { child, url } = await serve(data);
    await setUp(url);
    const post = (path: string, body: object, token = '') =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    const signedIn = await (await post('/auth/login', { operator: 'Ada', pin: '739154' })).json();
    const made = await post('/tournaments', { name: 'F', template: 'turbo' }, signedIn.accessToken);
    expect(made.status).toBe(201);
    const refused = await run(['verify', '--repair'], { FELT_DATA: data });
    expect(refused).toEqual({ code: 1, out: '', err: oneLine });
    child.kill('SIGTERM');
    await child.exited;
    const db = new Database(join(data, 'felt.db'));
    db.exec("update tournaments set name = 'Another'");
    db.close();
    const found = await run(['verify'], { FELT_DATA: data });
    expect([found.code, found.out.includes('1 rows differ')]).toEqual([1, true]);
    expect(await run(['verify', '--repair'], { FELT_DATA: data })).toMatchObject({ code: 0 });
    expect(await run(['verify'], { FELT_DATA: data })).toMatchObject({ code: 0 });
  });
});
