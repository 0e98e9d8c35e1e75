import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbedded } from '../../src/core/db/embedded.ts';
import { VERSION } from '../../src/server/version.ts';
import { until } from './stage.ts';

const ROOT = join(import.meta.dir, '../..');

// A test that runs out of time takes the servers of all with it.
setDefaultTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-core-program-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({
  PATH: process.env['PATH'] ?? '',
  ...{ FELT_CORE_PORT: '0', FELT_HUB_PORT: '0', FELT_CORE_HOST: '127.0.0.1' },
  FELT_CORE_DATA: join(folder, 'new/data'),
  NATS_SERVER: process.env['NATS_SERVER'] ?? '',
});

const start = (...args: readonly string[]) =>
  Bun.spawn([process.execPath, join(ROOT, 'src/core/main.ts'), ...args], {
    ...{ cwd: folder, env: env(), stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });

const run = async (...args: readonly string[]) => {
  const child = start(...args);
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, error: error.trim() };
};

/** A serving core, and its address. */
const serve = async () => {
  const child = start('serve');
  let said = '';
  for await (const bytes of child.stdout) {
    said += new TextDecoder().decode(bytes);
    const address = /http:\/\/\S+:\d+/u.exec(said)?.[0];
    if (address !== undefined && said.includes('leaves reach')) return { child, address, said };
  }
  throw new Error(`the core ended: ${said} ${await new Response(child.stderr).text()}`);
};

const VENUE = ['--name', 'Room', '--timezone', 'Europe/Berlin', '--currency', 'EUR'];

test('its commands say in one line what is wrong, and answer 2 for wrong use', async () => {
  const wrong = [
    [['nonsense'], 'there is no command "nonsense"'],
    [['venue'], 'venue: add, list, show, replace, revoke or virtual'],
    [['venue', 'add', '--slug', 'x'], '--name is missing'],
    [['venue', 'list', '--all'], 'this takes no "--all"'],
    [['venue', 'add', '--colour', 'x'], '--colour'],
    [['venue', 'revoke'], 'name one venue'],
    [['venue', 'virtual'], 'name one venue'],
    [['verify', '--head', '3b1f4652'], '--head needs a venue'],
    [['serve', 'more'], 'this takes no "more"'],
    [['user', 'add', 'nobody'], '--email'],
  ] as const;
  const answers = await Promise.all(wrong.map(([args]) => run(...args)));
  for (const [i, [, words]] of wrong.entries()) {
    expect(answers[i]).toMatchObject({ code: 2, out: '' });
    expect(answers[i]?.error).toContain(words);
    expect(answers[i]?.error.split('\n')).toHaveLength(1);
  }
  expect(await run('--version')).toMatchObject({ code: 0, out: `${VERSION}\n` });
  expect((await run('--help')).out).toContain('felt-core venue add');
});

test('npm run core: its own database and hub, commands beside it, killed and started again', async () => {
  const first = await serve();
  expect((await fetch(`${first.address}/health`)).status).toBe(200);
  const added = await run('venue', 'add', '--slug', 'room', ...VENUE);
  expect(added.out).toMatch(/^venue {2}[0-9a-f-]{36}\ncode {3}\S{17} /u);
  expect(await run('venue', 'add', '--slug', 'room', ...VENUE)).toMatchObject({
    ...{ code: 1, error: 'felt-core: there is a venue "room" already' },
  });
  // A second one on the folder touches nothing of the first one's.
  expect(await run('serve')).toMatchObject({
    code: 1,
    out: '',
    error: `felt-core: another felt-core has the database in ${join(folder, 'new/data')}`,
  });
  expect((await run('venue', 'list')).out).toContain('Room: no leaf yet');
  expect((await fetch(`${first.address}/health`)).status).toBe(200);
  // The server of its database outlives it, and is ended by the next one.
  first.child.kill('SIGKILL');
  await first.child.exited;
  const second = await serve();
  expect(second.said).toContain('ending the PostgreSQL of an earlier process');
  expect((await run('venue', 'list')).out).toContain('Room: no leaf yet');
  expect(await run('verify', 'room')).toMatchObject({ code: 0 });
  second.child.kill('SIGTERM');
  expect(await second.child.exited).toBe(0);
  // With no core there, a command starts the database for itself and ends it.
  expect((await run('user', 'add', 'Ada@Example.com')).out).toMatch(/password {2}\S{20} /u);
  expect(await run('venue', 'revoke', 'nowhere')).toMatchObject({ code: 1 });
});

test('an embedded database that is killed comes back by itself, with what was committed', async () => {
  const said: string[] = [];
  const database = await openEmbedded({
    folder: join(folder, 'killed'),
    log: (line) => said.push(line),
  });
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const [settings] = await sql`select current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as commit, current_setting('data_directory') as folder`;
  expect(settings).toMatchObject({ fsync: 'on', commit: 'on' });
  await sql`create table kept as select 7 as n`;
  const pidFile = await Bun.file(join(String(settings?.['folder']), 'postmaster.pid')).text();
  process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
  await until('it is started again', () => said.join().includes('it is started again'));
  // Sessions of the killed one may answer a little longer, and then end.
  const kept = () => sql`select n from kept`.catch(() => []);
  await until('it has what was committed', async () => (await kept())[0]?.['n'] === 7);
  await sql.end();
  await database.stop();
});
