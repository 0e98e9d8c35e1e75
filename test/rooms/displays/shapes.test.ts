import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../src/kernel/decider.ts';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import { recorded } from '../../../src/kernel/envelope.ts';
import type { DisplayEvent } from '../../../src/rooms/displays/events.ts';
import { displays } from '../../../src/rooms/displays/room.ts';

/** Every shape of event that a version shipped; these files stay as they are for ever. */
const read = (file: string): Envelope[] =>
  JSON.parse(readFileSync(join(import.meta.dir, '../../data/events', file), 'utf8'));

const folded = (file: string) =>
  fold(
    displays.evolve,
    displays.initial(),
    read(file).map((one) => recorded<DisplayEvent>(displays.upcast(one))),
  );

/** Every type there is; the compiler asks for a new one here, and then for a new file of shapes. */
const TYPES = {
  'display.named': true,
  'display.assigned': true,
  'display.removed': true,
  'display.claimed': true,
  'display.configured': true,
  'playlist.changed': true,
  'override.started': true,
  'override.ended': true,
  'announcement.made': true,
  'announcement.ended': true,
} satisfies Record<DisplayEvent['type'], true>;

test('every shape of event ever shipped is kept, one of each type at least', () => {
  const types = new Set(read('displays-2.json').map(({ type }) => type));
  expect(Object.keys(TYPES).filter((type) => !types.has(type))).toEqual([]);
});

test('screens of the first version stand as they were, with what they could not be told since', () => {
  expect(folded('displays-1.json')).toEqual({
    displays: {
      'tv-1': {
        ...{ nodeId: 'tv-1', name: 'Bar', group: 'hall', tournamentId: 't1', view: 'clock' },
        ...{ theme: 'light', language: null, locked: false, sound: false },
        ...{ cycle: [], onBust: null, override: null },
      },
    },
    announcements: {},
  });
});

test('and those of the second with playlist, lock, override and announcement', () => {
  const { displays: screens, announcements } = folded('displays-2.json');
  expect(Object.keys(screens)).toEqual(['tv-1', 'tv-3']);
  expect(screens['tv-1']).toMatchObject({
    ...{ name: 'Bar', view: 'seating', language: 'da', locked: false, sound: true },
    cycle: [
      { view: 'clock', seconds: 60 },
      { view: 'rankings', seconds: 20 },
    ],
    onBust: { view: 'rankings', seconds: 20 },
    override: { id: 'o1', view: 'finalTable', tournamentId: 't1', until: { bootMs: 900_000 } },
  });
  expect(screens['tv-3']).toMatchObject({ locked: true, override: null });
  expect(Object.keys(announcements)).toEqual(['a1']);
});
