import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOMS, TABLES } from '../../../src/leaf/rooms.ts';
import { mend, proveItself, readMended } from '../../../src/leaf/update/across.ts';
import { leaveBefore, readBefore } from '../../../src/leaf/update/before.ts';
import { digestsOf, streamsToWatch } from '../../../src/leaf/update/digest.ts';
import { stagingOf } from '../../../src/leaf/update/places.ts';
import { troubleWith } from '../../../src/leaf/update/self-test.ts';
import type { Standing } from '../../../src/leaf/update/standing.ts';
import { readState } from '../../../src/leaf/update/state.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { openLibsqlLog } from '../../../src/log/libsql.ts';
import { STORE_SCHEMA } from '../../../src/log/libsql-schema.ts';
import { config, LEVELS } from '../../rooms/tournament/night.ts';

const OWN = { sequence: 181, version: '1.7.0', nats: false };
const AT = { wallMs: 1_795_000_000_000, bootMs: 5_000_000, bootId: 'b' };
const STREAM = 'tournament:t1';

let folder = '';
let staging: ReturnType<typeof stagingOf>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-across-'));
  staging = stagingOf(folder);
  mkdirSync(staging.folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openLibsqlLog({ path: join(folder, 'felt.db'), tables: TABLES });

const handleOn = (log: Awaited<ReturnType<typeof open>>) => {
  const newId = () => Bun.randomUUIDv7();
  const handle = createHandle({ log, rooms: ROOMS, newId, clock: () => AT.wallMs });
  return async (command: object, key?: string) => {
    const idempotency = key === undefined ? {} : { idempotency: { key, bodyHash: 'b' } };
    await handle.execute({ stream: STREAM, command, by: 'a', device: null, ...idempotency });
    await handle.close();
  };
};

const player = (id: string, row: Record<string, string> | null) => ({
  table: 'operators',
  key: { id },
  row,
});

/** A night that an update ended, with what the release before left beside it. */
const endedForUpdate = async () => {
  const log = await open();
  const give = handleOn(log);
  await give({ type: 'create', config: config({ name: 'Main' }), levels: LEVELS, now: AT });
  await give({ type: 'start', now: AT });
  await log.write([player('ada', { name: 'Ada' }), player('gone', { name: 'Gone' })]);
  writeFileSync(staging.ending, 'token');
  await leaveBefore(log, staging, OWN);
  rmSync(staging.ending);
  await log.close();
};

/** Writes nonsense over the first page of a table, by the file's own description of itself. */
const spoilPage = (file: string, table: string): void => {
  const db = new Database(file, { readonly: true });
  const row = db
    .query<{ rootpage: number }, [string]>('select rootpage from sqlite_master where name = ?')
    .get(table);
  db.close();
  if (row === null) throw new Error(`there is no ${table}`);
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (row.rootpage - 1) * 4096, row.rootpage * 4096);
  writeFileSync(file, bytes);
};

const standing = (kind: Standing['kind']): Standing => ({
  kind,
  state: { ...readState({ state: '/nowhere' }), AT: 7 },
});
const manager = { extendStart: () => undefined };
const asked = (kind: Standing['kind']) => ({
  ...{ dataFolder: folder, staging, standing: standing(kind), manager },
});

describe('what an update begins with', () => {
  test('OPS-3: without root’s word that this is the end for it, nothing is left', async () => {
    const log = await open();
    await leaveBefore(log, staging, OWN);
    await log.close();
    expect(readdirSync(staging.folder)).toEqual([]);
  });

  test('OPS-3: a snapshot and digests, by which the next release proves itself', async () => {
    await endedForUpdate();
    expect(readBefore(staging)).toMatchObject({ ...OWN, token: 'token', head: { seq: 2 } });
    const log = await open();
    await proveItself(log, asked('trial'));
    expect(existsSync(staging.failed)).toBe(false);
    // What it does afterwards changes nothing of what it was compared by.
    await handleOn(log)({ type: 'pause', now: AT });
    expect(await troubleWith(log, readBefore(staging))).toBeNull();
    await log.close();
  });

  test('OPS-3: a release that reads another clock, or other money, does not serve', async () => {
    await endedForUpdate();
    const before = readBefore(staging);
    const other = { ...before, digests: { ...before?.digests, [STREAM]: 'other' } };
    writeFileSync(staging.before, JSON.stringify(other));
    const log = await open();
    expect(proveItself(log, asked('trial'))).rejects.toThrow('tournament:t1 says something else');
    await proveItself(log, asked('trial')).catch(() => undefined);
    expect(await Bun.file(staging.failed).text()).toContain('something else');
    await log.close();
  });

  test('OPS-3: a release that finds another event than the one that was acknowledged does not serve', async () => {
    await endedForUpdate();
    const log = await open();
    await handleOn(log)({ type: 'pause', now: AT });
    const changed = (at: number): typeof log => ({
      ...log,
      after: async (seq, most) =>
        (await log.after(seq, most)).map((row) =>
          row.seq === at ? { ...row, hash: '0'.repeat(64) } : row,
        ),
    });
    const before = readBefore(staging);
    expect(await troubleWith(changed(2), before)).toBe('event 2 is not what it was');
    expect(await troubleWith(changed(3), before)).toBe('the log is damaged at event 3');
    expect(await troubleWith(log, before)).toBeNull();
    await log.close();
  });

  test('OPS-3: digests tell money, seats, chips and clocks apart, and nothing later', async () => {
    await endedForUpdate();
    const log = await open();
    const streams = await streamsToWatch(log);
    expect(streams).toContain(STREAM);
    const { seq } = await log.head();
    const was = await digestsOf(log, streams, seq);
    await handleOn(log)({ type: 'pause', now: AT });
    expect(await digestsOf(log, streams, seq)).toEqual(was);
    expect(await digestsOf(log, streams, seq + 1)).not.toEqual(was);
    await log.close();
  });
});

describe('back on the release before', () => {
  test('OPS-3: a log that is sound is left as it is', async () => {
    await endedForUpdate();
    await mend(asked('back'));
    expect(readMended(staging)).toEqual({ at: 7, trouble: null, came: null, aside: null });
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('OPS-3: one that is damaged is made anew, with every event and row that can be proved', async () => {
    await endedForUpdate();
    let log = await open();
    const give = handleOn(log);
    await give({ type: 'pause', now: AT }, 'pause-1');
    await log.write([player('bo', { name: 'Bo' }), player('gone', null)]);
    const { hash } = await log.head();
    await log.close();
    spoilPage(join(folder, 'felt.db'), 'media');
    await mend(asked('back'));
    expect(readMended(staging)).toMatchObject({ at: 7, came: 1, aside: 'felt.db.damaged-7' });
    expect(existsSync(join(folder, 'felt.db.damaged-7'))).toBe(true);
    log = await open();
    expect(await log.head()).toEqual({ seq: 3, hash });
    // Whoever was erased meanwhile stays erased, and a repeated request gets its answer.
    const operators = await log.select({ table: 'operators', limit: 10 });
    expect(operators.map(({ id }) => id)).toEqual(['ada', 'bo']);
    expect(await log.command('a', 'pause-1')).toMatchObject({ firstSeq: 3, lastSeq: 3 });
    expect(await troubleWith(log, readBefore(staging))).toBeNull();
    await log.close();
  });

  test('OPS-3: one in a shape that this release cannot work with is made anew, with all that came', async () => {
    await endedForUpdate();
    let log = await open();
    await handleOn(log)({ type: 'pause', now: AT });
    await log.write([player('bo', { name: 'Bo' })]);
    const { hash } = await log.head();
    await log.close();
    // What a migration leaves that takes away what releases of before still write.
    const db = new Database(join(folder, 'felt.db'));
    db.exec(`alter table snapshots drop column state;
      update meta set value = '${STORE_SCHEMA + 1}' where key in ('schema', 'oldest')`);
    db.close();
    await mend(asked('back'));
    expect(readMended(staging)).toMatchObject({
      ...{ came: 1, aside: 'felt.db.damaged-7' },
      trouble: 'this log was written by a newer Felt',
    });
    log = await open();
    expect(await log.head()).toEqual({ seq: 3, hash });
    const operators = await log.select({ table: 'operators', limit: 10 });
    expect(operators.map(({ id }) => id)).toEqual(['ada', 'bo', 'gone']);
    await log.close();
  });

  test('OPS-3: one that a later release left, and said that this one can run on, is left as it is', async () => {
    await endedForUpdate();
    const db = new Database(join(folder, 'felt.db'));
    db.exec(`alter table operators add column nickname text;
      update meta set value = '${STORE_SCHEMA + 1}' where key = 'schema'`);
    db.close();
    await mend(asked('back'));
    expect(readMended(staging)).toMatchObject({ at: 7, trouble: null, aside: null });
  });

  test('OPS-3: of a file that nobody can read, the snapshot is what is left', async () => {
    await endedForUpdate();
    writeFileSync(join(folder, 'felt.db'), 'no database at all');
    await mend(asked('back'));
    expect(readMended(staging)).toMatchObject({ came: 0, aside: 'felt.db.damaged-7' });
    const log = await open();
    expect((await log.head()).seq).toBe(2);
    await log.close();
  });

  test('OPS-3: cut off while the new log is put in its place, it goes on from there', async () => {
    await endedForUpdate();
    const file = join(folder, 'felt.db');
    copyFileSync(staging.snapshot, staging.salvaged);
    renameSync(file, `${file}.damaged-7`);
    await mend(asked('back'));
    expect(existsSync(staging.salvaged)).toBe(false);
    const log = await open();
    expect((await log.head()).seq).toBe(2);
    await log.close();
    expect(existsSync(`${file}.damaged-7`)).toBe(true);
  });

  test('OPS-3: secrets that it lost or spoiled are those of before', async () => {
    const secrets = join(folder, 'secrets.json');
    writeFileSync(secrets, '{"pepper":"p"}');
    await endedForUpdate();
    writeFileSync(secrets, '{"pep');
    await mend(asked('back'));
    expect(readFileSync(secrets, 'utf8')).toBe('{"pepper":"p"}');
    expect(existsSync(join(folder, 'link.json'))).toBe(false);
  });

  test('OPS-3: a snapshot that is gone keeps nobody from starting', async () => {
    await endedForUpdate();
    rmSync(staging.snapshot);
    spoilPage(join(folder, 'felt.db'), 'media');
    await mend(asked('back'));
    expect(readMended(staging)).toMatchObject({ at: 7, came: null, aside: null });
    expect(readdirSync(folder)).toContain('felt.db');
  });

  test('OPS-3: it is looked at once, and only after a way back', async () => {
    await endedForUpdate();
    await mend(asked('plain'));
    expect(readMended(staging)).toBeNull();
    await mend(asked('back'));
    spoilPage(join(folder, 'felt.db'), 'media');
    await mend(asked('back'));
    expect(readMended(staging)?.trouble).toBeNull();
  });
});
