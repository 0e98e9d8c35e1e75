import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRevoked } from '../../../scripts/release/signed-keys.ts';
import type { Database } from '../../../src/core/db/open.ts';
import { connectDatabase, prepareDatabase } from '../../../src/core/db/open.ts';
import { keepKeys } from '../../../src/core/releases/store.ts';
import { createReleases } from '../../../src/core/releases.ts';
import { TABLES } from '../../../src/core/rooms.ts';
import { readHeader } from '../../../src/server/release/file.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { RELEASED_AT, releaseFile, releaseKeys } from '../../release-files.ts';

setDefaultTimeout(60_000);

const keys = releaseKeys();
const other = releaseKeys();
const BOTH = {
  type: 'felt-keys' as const,
  issued: '2026-05-01T00:00:00.000Z',
  keys: [keys.own, other.own],
};
const OLD = keys.list(BOTH);
/** `other` fell into wrong hands. */
const NEW = keys.list(withRevoked(BOTH, other.own.id, RELEASED_AT));
const ISSUED = RELEASED_AT;

let server: Server;
let database: Database;
let folder: string;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-revoked-'));
  const url = server.ownerUrl(await server.database());
  await prepareDatabase(url, TABLES);
  database = connectDatabase(url);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const open = () =>
  createReleases({
    ...{ platform: database.platform, folder: join(folder, 'shelf'), roots: keys.roots },
    now: () => RELEASED_AT + 1,
  });

const made = async (sequence: number, by: typeof keys, list = OLD): Promise<string> => {
  const place = mkdtempSync(join(folder, 'made-'));
  const executable = join(place, 'felt-leaf');
  // Large enough that two who write it at once are in each other's way.
  writeFileSync(executable, Buffer.concat([Buffer.from(`${sequence}`), randomBytes(2_000_000)]));
  const signing = { ...keys, key: by.key };
  return releaseFile({ folder: place, executable, keys: signing, facts: { sequence }, list });
};

const add = async (sequence: number, by: typeof keys, list = OLD) => {
  const releases = open();
  const file = await releases.incoming();
  copyFileSync(await made(sequence, by, list), file);
  return releases.add({ file, channel: null, rollout: 100 }, null);
};

const ask = () => {
  const asking = { channel: 'stable', venueId: null, sequence: 1 };
  return open().offer('felt-leaf', 'linux-x64', asking);
};

test('OPS-3: a key stays revoked where nothing on the shelf was signed by another one', async () => {
  await add(201, other);
  expect(await open().takeKeys(NEW, null)).toEqual([201]);
  await expect(add(202, other)).rejects.toMatchObject({ code: 'KEYS_OLDER' });
  expect(await ask()).toBeNull();
});

test('OPS-3: a key stays revoked where the shelf was empty, and an older list changes nothing', async () => {
  mkdirSync(join(folder, 'shelf'));
  await open().takeKeys(NEW, null);
  await expect(add(201, other)).rejects.toMatchObject({ code: 'KEYS_OLDER' });
  await expect(open().takeKeys(OLD, null)).rejects.toMatchObject({ code: 'KEYS_OLDER' });
});

test('OPS-3: a release that comes in while its key is revoked is offered to nobody', async () => {
  await Promise.allSettled([
    ...[201, 202, 203, 204].map((sequence) => add(sequence, other)),
    open().takeKeys(NEW, null),
  ]);
  expect(await ask()).toBeNull();
});

test('OPS-3: a core that was killed while it took a newer list goes on with it as it starts', async () => {
  await add(201, keys);
  await add(202, other);
  // Ended here: the list is known, and no file has it yet.
  await keepKeys(database.platform, NEW, ISSUED);
  await open().settle();
  const offer = await ask();
  expect(offer?.sequence).toBe(201);
  const path = join(folder, 'shelf', offer?.url.split('/').at(-1) ?? '');
  expect(offer?.size).toBe(statSync(path).size);
  const read = await readHeader(path);
  expect(read.ok && Buffer.from(read.header.keys.bytes).equals(NEW.bytes)).toBe(true);
  await open().settle();
  expect((await ask())?.sequence).toBe(201);
});

test('OPS-3: two that take the same list at once leave every file whole', async () => {
  for (const sequence of [201, 202, 203]) await add(sequence, keys);
  await Promise.all([open().takeKeys(NEW, null), open().takeKeys(NEW, null), open().settle()]);
  const shelf = join(folder, 'shelf');
  for (const name of readdirSync(shelf)) {
    const read = await readHeader(join(shelf, name));
    if (!read.ok) throw new Error(`${name}: ${read.code}`);
    const { size } = JSON.parse(Buffer.from(read.header.manifest.bytes).toString()).packed;
    expect(statSync(join(shelf, name)).size).toBe(read.header.bodyAt + size);
  }
});

test('OPS-3: one build that is sent twice at once is there once, as its row says', async () => {
  const both = await Promise.allSettled([add(201, keys), add(201, keys)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const offer = await ask();
  const path = join(folder, 'shelf', offer?.url.split('/').at(-1) ?? '');
  expect(offer?.size).toBe(statSync(path).size);
});
