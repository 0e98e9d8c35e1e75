import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAway, isAway } from '../../../src/core/db/away.ts';
import type { Embedded } from '../../../src/core/db/embedded.ts';
import { openEmbedded } from '../../../src/core/db/embedded.ts';
import { connectDatabase } from '../../../src/core/db/open.ts';
import { createVenues } from '../../../src/core/venues.ts';
import { settled } from '../../world/healing.ts';
import { createTime } from '../../world/time.ts';
import { append, enrol, leafLog, night, startCore, startLeafSync, until } from '../stage.ts';

setDefaultTimeout(60_000);

const coded = (code: string) => Object.assign(new Error('read failed'), { code });

test.each([
  ['CONNECTION_CLOSED', true],
  ['CONNECT_TIMEOUT', true],
  ['ECONNREFUSED', true],
  ['57P01', true],
  ['57P03', true],
  ['08006', true],
  ['57014', false],
  ['23505', false],
  ['22P02', false],
] as const)('an error of code %s says that the database is away: %p', (code, away) => {
  expect(isAway(coded(code))).toBe(away);
  expect(isAway(new Error('outer', { cause: coded(code) }))).toBe(away);
});

test('a database that is away is told of once when it goes and once when it is back', async () => {
  const time = createTime(0);
  const said: string[] = [];
  let isThere = false;
  const { heard } = createAway({
    isThere: () => (isThere ? Promise.resolve() : Promise.reject(coded('ECONNREFUSED'))),
    after: time.timersOf({ name: 'core', alive: true }).after,
    say: (line) => said.push(line),
  });
  const pass = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      time.pass(1_000);
      await settled();
    }
  };
  for (let n = 0; n < 50; n++) expect(heard(coded('CONNECTION_CLOSED'))).toBe(true);
  expect(heard(new Error('something else'))).toBe(false);
  await pass(30);
  expect(said).toEqual(['the database is away: read failed']);
  isThere = true;
  await pass(3);
  expect(said.slice(1)).toEqual(['the database is back']);
  heard(coded('CONNECTION_CLOSED'));
  expect(said).toHaveLength(3);
});

let folder: string;
let server: Embedded;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-away-'));
  chmodSync(folder, 0o711);
  server = await openEmbedded({ folder: join(folder, 'database') });
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('OPS: a core whose PostgreSQL is killed under a leaf that sends says two lines, and loses nothing', async () => {
  const core = await startCore({ databaseUrl: server.url });
  const database = connectDatabase(server.url);
  const { code } = await createVenues({ platform: database.platform, now: Date.now }).add({
    ...{ name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' },
  });
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(core, code), log });
  await append(log, night(10));
  leaf.outbox.wake();
  await leaf.inStep();
  const before = core.said.length;
  const file = join(folder, 'database', 'postgres', 'postmaster.pid');
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
  await append(log, night(10));
  leaf.outbox.wake();
  await until('it is noticed', () => core.said.length > before);
  await leaf.inStep();
  await until('it is back', () => core.said.includes('the database is back'));
  const told = core.said.slice(before).map((line) => line.replace(/: .*/u, ''));
  expect([told, core.failures]).toEqual([['the database is away', 'the database is back'], []]);
  await leaf.stop();
  await database.close();
  await core.stop();
});
