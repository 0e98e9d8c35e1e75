import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { uuid7 } from '../../src/kernel/ids.ts';
import { linkFile } from '../../src/leaf/cloud/link.ts';
import { ROOMS } from '../../src/leaf/rooms.ts';
import { openStore } from '../../src/leaf/store.ts';
import { report } from '../../src/leaf/verify.ts';
import { EMPTY } from '../../src/log/chain.ts';
import { refreshProjections } from '../../src/log/refresh.ts';
import { createReplica } from '../../src/log/replica.ts';
import { keyToPem, publicKeyText } from '../../src/sync/checkpoints.ts';
import { saveMark } from '../../src/sync/outbox/marks.ts';
import { SYNC_CHECKPOINTS } from '../../src/sync/tables.ts';
import type { Owner } from '../sync/tampering.ts';
import { BODIES, CASES, hashesOf, KEYS, WITNESSED, witnessedAt } from '../sync/tampering.ts';

const venueId = uuid7(1_790_000_000_000, new Uint8Array(10));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The folder of a leaf that played a while, witnessed by its core. */
const leafFolder = async ({ linked = true } = {}): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-verify-'));
  folders.push(folder);
  const log = await openStore(folder);
  await refreshProjections(log, ROOMS);
  await createReplica({ log, rooms: ROOMS }).apply(EMPTY, BODIES);
  if (linked) {
    linkFile(folder).write({
      venue: { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' },
      ...{ venueId, epoch: 1, natsSeed: 's', natsKey: 'k', creds: 'c', hub: { urls: [] } },
      signingKey: keyToPem(KEYS.leaf),
      core: { url: 'http://core', signingKey: publicKeyText(KEYS.core) },
    });
    const seq = BODIES.length;
    await saveMark(log, 1, { seq, hash: hashesOf(BODIES)[seq] ?? '', at: 1 });
    await log.write(
      WITNESSED.map((one) => {
        const { hash, note, at } = witnessedAt(venueId, one);
        return { table: SYNC_CHECKPOINTS.name, key: { seq: one, at }, row: { hash, note } };
      }),
    );
  }
  await log.close();
  return folder;
};

/** Who owns the file: Felt's triggers go first. */
const ownerOf = (folder: string): Owner & { readonly close: () => void } => {
  const db = new Database(join(folder, 'felt.db'));
  for (const name of ['events_never_change', 'events_never_go', 'events_follow']) {
    db.exec(`drop trigger ${name}`);
  }
  const run = async (sql: string, ...values: (string | bigint)[]) => {
    if (db.prepare(sql).run(...values).changes === 0) throw new Error(`nothing to do: ${sql}`);
  };
  return {
    venueId,
    write: (seq, body, hash) =>
      run('update events set body = ?, hash = ? where seq = ?', body, hash, BigInt(seq)),
    remove: (seq) => run('delete from events where seq = ?', BigInt(seq)),
    cutAfter: (seq) => run('delete from events where seq > ?', BigInt(seq)),
    setEnd: (seq, hash) => run('update sync_marks set seq = ?, hash = ?', BigInt(seq), hash),
    forget: (seq) => run('delete from sync_checkpoints where seq = ?', BigInt(seq)),
    put: ({ seq, at, hash, note }) =>
      run(
        'insert into sync_checkpoints (seq, at, hash, note) values (?, ?, ?, ?)',
        ...[BigInt(seq), BigInt(at), hash, note],
      ),
    close: () => db.close(),
  };
};

/** What `verify` prints, or the one line that it ends with. */
const verified = async (folder: string): Promise<{ ok: boolean; text: string }> => {
  const log = await openStore(folder).catch((error: unknown) => ({
    ...{ ok: false, text: error instanceof Error ? error.message : String(error) },
  }));
  if (!('head' in log)) return log;
  try {
    return await report(log, folder);
  } finally {
    await log.close();
  }
};

test('a log as it was witnessed verifies, and says how far it was', async () => {
  const { ok, text } = await verified(await leafFolder());
  expect(text).toMatch(/checkpoints {2}3, the newest at event 30 of 2026-\S+: ok$/u);
  expect(ok).toBe(true);
});

test('a leaf without a core says nothing of checkpoints', async () => {
  const { ok, text } = await verified(await leafFolder({ linked: false }));
  expect(text).not.toContain('checkpoint');
  expect(ok).toBe(true);
});

for (const { name, deed, said } of CASES) {
  test(`on the leaf's own disk is found and located: ${name}`, async () => {
    const folder = await leafFolder();
    const owner = ownerOf(folder);
    await deed(owner);
    owner.close();
    const { ok, text } = await verified(folder);
    expect(text).toMatch(said);
    expect(ok).toBe(false);
  });
}

test('an end that was cut off with its checkpoints is found by what the core said it has', async () => {
  const folder = await leafFolder();
  const owner = ownerOf(folder);
  await owner.cutAfter(19);
  for (const seq of [20, 30]) await owner.forget(seq);
  owner.close();
  const { ok, text } = await verified(folder);
  expect(text).toContain(`events from 20 are gone: there were ${BODIES.length} at`);
  expect(ok).toBe(false);
});

test('the digits on a payout sheet are found again, and not in a log that was made anew', async () => {
  const folder = await leafFolder();
  const seq = 25;
  const digits = (hashesOf(BODIES)[seq] ?? '').slice(0, 8);
  const look = async () => {
    const log = await openStore(folder);
    try {
      return await report(log, folder, digits);
    } finally {
      await log.close();
    }
  };
  expect(await look()).toMatchObject({ ok: true });
  expect((await look()).text).toContain(`paper        ${digits}: event ${seq} of 20`);
  const owner = ownerOf(folder);
  const rewritten = CASES.find(({ name }) => name.startsWith('a chain that was made anew'));
  await rewritten?.deed(owner);
  owner.close();
  expect((await look()).text).toContain(`paper        ${digits}: NO EVENT OF THIS LOG`);
});
