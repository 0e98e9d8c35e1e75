import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playNight } from '../../../scripts/bench/night.ts';
import type { LeafLink } from '../../../src/leaf/cloud/link.ts';
import { isRestoring, startRestore } from '../../../src/leaf/cloud/restore.ts';
import { chainHash, GENESIS } from '../../../src/log/chain.ts';
import { encodeBatch } from '../../../src/sync/batch.ts';
import {
  CORE_SIGNER,
  keyToPem,
  newSigningKey,
  publicKeyText,
  signCheckpoint,
} from '../../../src/sync/checkpoints.ts';
import { PROTOCOL } from '../../../src/sync/protocol.ts';
import { until } from '../../core/stage.ts';

const VENUE_ID = '01a1fd4a-7c2a-77a6-b31e-9fdbdaed3900';
const BODIES = playNight(3).events.map((event) => JSON.stringify(event));
const CORE = newSigningKey();

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const hashOf = (bodies: readonly string[], before = GENESIS, first = 1): string =>
  bodies.reduce((hash, body, i) => chainHash(hash, first + i, body), before);

const pageOf = (bodies: readonly string[], epoch = 2): Uint8Array =>
  encodeBatch({
    ...{ protocol: PROTOCOL, venueId: VENUE_ID, epoch, firstSeq: 1, count: bodies.length },
    ...{ prevHash: GENESIS, hash: hashOf(bodies), version: '0', bodies },
  });

const noteOn = (bodies: readonly string[], key = CORE): string =>
  signCheckpoint(
    { venueId: VENUE_ID, seq: bodies.length, hash: hashOf(bodies), at: 1, prev: 0 },
    { name: CORE_SIGNER, key },
  );

/** What a leaf makes of a core that answers so. */
const against = async (told: {
  page: Uint8Array;
  note?: string | null;
  hash?: string;
  documents?: () => Response;
  freeBytes?: () => number;
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-lying-'));
  folders.push(folder);
  const core = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    routes: {
      '/api/v1/leaf/log': () => new Response(Uint8Array.from(told.page)),
      '/api/v1/leaf/checkpoint': () => Response.json({ note: told.note ?? null }),
      '/api/v1/leaf/documents':
        told.documents ?? (() => Response.json({ items: [], nextCursor: null })),
    },
  });
  const head = { seq: BODIES.length, hash: told.hash ?? hashOf(BODIES), at: 1 };
  const link: LeafLink = {
    ...{ venueId: VENUE_ID, epoch: 2, natsSeed: '', natsKey: '', creds: '', hub: { urls: [] } },
    venue: { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' },
    signingKey: keyToPem(newSigningKey()),
    core: { url: core.url.origin, signingKey: publicKeyText(CORE) },
    restore: { token: 't', head, counts: { events: head.seq, documents: 0 } },
  };
  if (!isRestoring(link)) throw new Error('there is nothing to restore');
  let isDone = false;
  const work = startRestore({
    ...{ dataFolder: folder, link },
    ...(told.freeBytes === undefined ? {} : { freeBytes: told.freeBytes }),
    done: () => {
      isDone = true;
    },
  });
  await until('it has come to an end', () => isDone || work.progress().problem !== null);
  const { problem } = work.progress();
  await work.stop();
  await core.stop(true);
  return { isDone, problem, isKept: existsSync(join(folder, 'restore.db')) };
};

const bent = BODIES.map((body, i) => (i === 1 ? body.replace('"by":"', '"by":"x') : body));

test('what the cloud has and has witnessed is taken', async () => {
  expect(await against({ page: pageOf(BODIES), note: noteOn(BODIES) })).toEqual({
    ...{ isDone: true, problem: null, isKept: true },
  });
});

test.each([
  ['a changed event', { page: pageOf(bent) }],
  ['another end than was said', { page: pageOf(BODIES), hash: hashOf(bent) }],
  ['a log of another leaf', { page: pageOf(BODIES, 1) }],
  ['a chain made anew', { page: pageOf(bent), hash: hashOf(bent), note: noteOn(BODIES) }],
  ['a checkpoint of a stranger', { page: pageOf(BODIES), note: noteOn(BODIES, newSigningKey()) }],
] as const)('SYN-4: %s is not taken for the venue’s log', async (_, told) => {
  const { isDone, problem, isKept } = await against(told);
  expect([isDone, isKept]).toEqual([false, false]);
  expect(problem).toMatch(/does not follow|does not end|witnessed/u);
});

test('a cloud that always has one more document, and never gives one, is not followed for good', async () => {
  let asked = 0;
  const documents = () => {
    asked += 1;
    return Response.json({ items: [], nextCursor: `player/${asked}` });
  };
  const { isDone, problem } = await against({ page: pageOf(BODIES), documents });
  expect([isDone, problem]).toEqual([false, expect.stringContaining('gives nothing')]);
  expect(asked).toBe(1);
});

test('however much the cloud has, the disk of the leaf is not filled by it', async () => {
  let pages = 0;
  const documents = () => {
    pages += 1;
    const doc = { firstName: `Number ${pages}` };
    return Response.json({
      items: [{ kind: 'player', id: `p${pages}`, doc }],
      nextCursor: `player/p${pages}`,
    });
  };
  const freeBytes = () => 300 * 1024 * 1024 - pages * 1024 * 1024;
  const { isDone, problem } = await against({ page: pageOf(BODIES), documents, freeBytes });
  expect([isDone, problem]).toEqual([false, expect.stringContaining('almost full')]);
});
