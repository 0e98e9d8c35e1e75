import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { confirmRelease } from '../../../src/leaf/update/confirm.ts';
import { BY_HAND, goBack, hindrance, UNWELL } from '../../../src/leaf/update/go-back.ts';
import { linked } from '../../../src/leaf/update/links.ts';
import { noteIn } from '../../../src/leaf/update/release-note.ts';
import { readState } from '../../../src/leaf/update/state.ts';
import { wayBack } from '../../../src/leaf/update/way-back.ts';
import { FACTS } from '../../release-files.ts';
import { NOW_MS, openFolders } from './folders.ts';

const TRIAL = {
  ...{ STATE: 'trial', FROM: 181, TO: 182, FROM_VERSION: '1.7.0', TO_VERSION: '1.8.0' },
  ...{ TRIES_LEFT: 1, CONFIRMED_SEQUENCE: 181, MIN_SEQUENCE: 100 },
};
const CONFIRMED = { ...TRIAL, STATE: 'idle', CONFIRMED_SEQUENCE: 182 };

test('OPS-3: a release that proved itself is what nothing older is put in place of', async () => {
  const at = openFolders([181, 182, 150], TRIAL);
  const outcome = await confirmRelease(at, 182);
  expect(outcome).toEqual({ ok: true, from: 181, to: 182, version: '1.8.0' });
  expect(readState(at.places)).toMatchObject({
    ...{ STATE: 'idle', CONFIRMED_SEQUENCE: 182, MIN_SEQUENCE: 100, REASON: '', AT: NOW_MS },
  });
  expect(readdirSync(at.places.releases).sort()).toEqual(['181', '182']);
  expect(at.did).toEqual([]);
  at.remove();
});

test('OPS-3: only what is on trial is confirmed, and only once it has said that it is ready', async () => {
  const at = openFolders([181, 182], TRIAL);
  expect(await confirmRelease(at, 181)).toMatchObject({ ok: false, code: 'NOT_ON_TRIAL' });
  at.hangs();
  expect(await confirmRelease(at, 182)).toMatchObject({ ok: false, code: 'NOT_READY' });
  expect(readState(at.places)).toMatchObject({ STATE: 'trial', CONFIRMED_SEQUENCE: 181 });
  at.remove();
});

test('OPS-3: one tap goes back, and the same release may be put in again', async () => {
  const at = openFolders([181, 182], CONFIRMED);
  const outcome = await goBack(at, 182, '1.8.0');
  expect(outcome).toMatchObject({ ok: true, from: 182, to: 181 });
  expect(linked(at.places.current)).toBe(181);
  expect(readState(at.places)).toMatchObject({
    ...{ STATE: 'rolledback', FROM: 181, TO: 182, REASON: BY_HAND, CONFIRMED_SEQUENCE: 181 },
    ...{ FROM_VERSION: '1.7.0', TO_VERSION: '1.8.0', AT: NOW_MS },
  });
  expect(at.did).toEqual(['stop', 'start']);
  // The second tap of the same finger.
  expect(await goBack(at, 182, '1.8.0')).toMatchObject({ ok: false, code: 'NO_PREVIOUS' });
  expect(linked(at.places.current)).toBe(181);
  at.remove();
});

/** Of the executable that `openFolders` makes. */
const BYTES = {
  size: 10,
  sha256: createHash('sha256').update('#!/bin/sh\n').digest('hex'),
};

/** What a release says of the stores that it reads, in its folder. */
const tellOf = (
  at: ReturnType<typeof openFolders>,
  sequence: number,
  schema: Schema,
  minSequence = 0,
  bytes = BYTES,
): void => {
  const folder = join(at.places.releases, String(sequence));
  const own = { ...FACTS, sequence, minSequence, ...bytes, packed: bytes, schema };
  writeFileSync(noteIn(folder), JSON.stringify({ type: 'felt-release', ...own }));
};
type Schema = (typeof FACTS)['schema'];

test('OPS-3: one goes back to a release that runs on what this one left, and to no other', async () => {
  const [last, own] = [{ reads: [1, 3], writes: 3, oldest: 2 } as Schema, 182];
  for (const [oldest, code] of [
    [3, null],
    [4, 'SCHEMA'],
  ] as const) {
    const at = openFolders([181, own], CONFIRMED);
    tellOf(at, 181, last);
    tellOf(at, own, { reads: [1, 4], writes: 4, oldest });
    expect(hindrance(at.places, own, wayBack(at.places, 181))?.code ?? null).toBe(code);
    expect((await goBack(at, own, '1.8.0')).ok).toBe(code === null);
    expect(linked(at.places.current)).toBe(code === null ? 181 : own);
    at.remove();
  }
  // One that came with the machine says nothing of itself.
  const at = openFolders([181, own], CONFIRMED);
  tellOf(at, own, { reads: [1, 2], writes: 2, oldest: 2 });
  expect(hindrance(at.places, own, wayBack(at.places, 181))?.code).toBe('SCHEMA');
  tellOf(at, own, { reads: [1, 2], writes: 2, oldest: 1 });
  expect(hindrance(at.places, own, wayBack(at.places, 181))).toBeNull();
  at.remove();
});

test('OPS-3: what is confirmed sets the oldest that may run from then on', async () => {
  const at = openFolders([181, 182], TRIAL);
  tellOf(at, 182, { reads: [1, 1], writes: 1, oldest: 1 }, 150);
  await confirmRelease(at, 182);
  expect(readState(at.places).MIN_SEQUENCE).toBe(150);
  at.remove();
});

test('OPS-3: a release on trial that does not stay well takes itself back, and says why', async () => {
  const at = openFolders([181, 182], TRIAL);
  expect(await goBack(at, 182, '1.8.0', UNWELL)).toMatchObject({ ok: true, to: 181 });
  expect(readState(at.places)).toMatchObject({ STATE: 'rolledback', TO: 182, REASON: UNWELL });
  // Confirmed meanwhile: a late word of its own changes nothing.
  const later = openFolders([181, 182], CONFIRMED);
  expect(await goBack(later, 182, '1.8.0', UNWELL)).toMatchObject({ code: 'NOT_ON_TRIAL' });
  expect(linked(later.places.current)).toBe(182);
  at.remove();
  later.remove();
});

test('OPS-3: nobody goes back to files that are not what was put in: they would be started for ever', async () => {
  const at = openFolders([181, 182], CONFIRMED);
  const file = readFileSync(join(at.places.releases, '181/felt-leaf'));
  const sha256 = createHash('sha256').update(file).digest('hex');
  const schema: Schema = { reads: [1, 1], writes: 1, oldest: 1 };
  tellOf(at, 181, schema, 0, { size: file.length, sha256 });
  writeFileSync(join(at.places.releases, '181/felt-leaf'), '#!/bin/xh\n');
  expect(await goBack(at, 182, '1.8.0')).toMatchObject({ ok: false, code: 'DAMAGED' });
  expect([at.did, linked(at.places.current)]).toEqual([[], 182]);
  writeFileSync(join(at.places.releases, '181/felt-leaf'), file);
  expect(await goBack(at, 182, '1.8.0')).toMatchObject({ ok: true, to: 181 });
  at.remove();
});

test('OPS-3: nobody goes back to what may not run any more, or is not there', async () => {
  const old = openFolders([181, 182], { ...CONFIRMED, MIN_SEQUENCE: 182 });
  expect(await goBack(old, 182, '1.8.0')).toMatchObject({ ok: false, code: 'BELOW_MINIMUM' });
  const alone = openFolders([182], CONFIRMED);
  expect(await goBack(alone, 182, '1.8.0')).toMatchObject({ ok: false, code: 'NO_PREVIOUS' });
  expect([...old.did, ...alone.did]).toEqual([]);
  old.remove();
  alone.remove();
});

/** A machine that ran what came with its image, build 150, until build 182 was put in. */
const fromImage = (state: object = {}) => {
  const at = openFolders([150, 182], { ...TRIAL, FROM: 150, FROM_VERSION: '1.5.0', ...state });
  const { factory, releases } = at.places;
  rmSync(join(releases, '150'), { recursive: true });
  mkdirSync(factory);
  writeFileSync(join(factory, 'felt-leaf'), '#!/bin/sh\n');
  writeFileSync(join(factory, 'felt-leaf.sequence'), '150\n');
  return at;
};

test('OPS-3: a trial gives itself up to the release of the image, as one that crashes would', async () => {
  // Older than all that may run, as an image is that stood on a shelf: it did run until now.
  const at = fromImage({ MIN_SEQUENCE: 170 });
  const outcome = await goBack(at, 182, '1.8.0', UNWELL);
  expect(outcome).toEqual({ ok: true, from: 182, to: 150, version: '1.5.0' });
  expect(readlinkSync(at.places.current)).toBe(at.places.factory);
  expect(readState(at.places)).toMatchObject({
    ...{ STATE: 'rolledback', FROM: 150, TO: 182, REASON: UNWELL, FROM_VERSION: '1.5.0' },
  });
  expect(at.did).toEqual(['stop', 'start']);
  at.remove();
});

test('OPS-3: one tap goes back to the release of the image, unless it may not run any more', async () => {
  const old = fromImage({ STATE: 'idle', MIN_SEQUENCE: 170 });
  expect(await goBack(old, 182, '1.8.0')).toMatchObject({ ok: false, code: 'BELOW_MINIMUM' });
  const at = fromImage({ STATE: 'idle' });
  expect(await goBack(at, 182, '1.8.0')).toMatchObject({ ok: true, to: 150 });
  expect(readlinkSync(at.places.current)).toBe(at.places.factory);
  // Of a release that is gone, the image's own is known by its own number.
  const gone = fromImage({ FROM: 181, FROM_VERSION: '1.7.0' });
  expect(await goBack(gone, 182, '1.8.0')).toMatchObject({ to: 150, version: '150' });
  for (const one of [old, at, gone]) one.remove();
});
