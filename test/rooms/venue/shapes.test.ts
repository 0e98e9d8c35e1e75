import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../src/kernel/decider.ts';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import { recorded } from '../../../src/kernel/envelope.ts';
import type { VenueEvent } from '../../../src/rooms/venue/events.ts';
import { venue } from '../../../src/rooms/venue/room.ts';
import { TYPES } from '../../../src/rooms/venue/types.ts';

/** Every shape of event that a version shipped; this file stays as it is for ever. */
const SHIPPED: readonly Envelope[] = JSON.parse(
  readFileSync(join(import.meta.dir, '../../data/events/venue-1.json'), 'utf8'),
);

const foldTo = (version: number) =>
  fold(
    venue.evolve,
    venue.initial(),
    SHIPPED.slice(0, version).map((one) => recorded<VenueEvent>(venue.upcast(one))),
  );

test('every shape of event ever shipped is kept, one of each type at least', () => {
  const types = new Set(SHIPPED.map(({ type }) => type));
  expect(Object.keys(TYPES).filter((type) => !types.has(type))).toEqual([]);
});

test('SYN-5: a venue of the first version stands as it stood', () => {
  expect(foldTo(1).venue).toEqual({
    ...{ name: 'Card Room', slug: 'card-room', timezone: 'Europe/Berlin', currency: 'EUR' },
    ...{ language: 'en', publicUrl: null, wifi: null, accent: null, background: null, logo: null },
  });
  const { venue: settings, operators, restored } = foldTo(SHIPPED.length);
  expect(settings).toMatchObject({ language: 'de', wifi: { ssid: 'Guests' }, logo: 'l1' });
  expect(operators).toEqual({
    o1: { role: 'admin', active: false },
    o2: { role: 'admin', active: true },
  });
  expect(restored).toMatchObject({ knownSeq: 11, series: 'B', settled: false });
  expect(foldTo(13).restored).toMatchObject({ series: 'B', settled: true });
});
