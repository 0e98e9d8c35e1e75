import { expect, test } from 'bun:test';
import { REFUSALS as displays } from '../../src/rooms/displays/commands.ts';
import type { RefusalCode } from '../../src/rooms/players/commands.ts';
import { REFUSALS as tournament } from '../../src/rooms/tournament/commands.ts';
import { REFUSALS as library } from '../../src/rooms/tournament/library/commands.ts';
import { VENUE_REFUSALS as venue } from '../../src/rooms/venue/commands.ts';
import { wordsFor } from '../../src/server/words.ts';
import { errors as da } from '../../ui/texts/da/errors.ts';
import { errors as de } from '../../ui/texts/de/errors.ts';
import { errors as en } from '../../ui/texts/en/errors.ts';

const players: readonly RefusalCode[] = [
  'ALREADY_EXISTS',
  'NO_SUCH_PLAYER',
  'NAME_NEEDED',
  'MERGED',
  'NOT_MERGED',
];
const CODES: readonly string[] = [
  ...new Set([...tournament, ...displays, ...library, ...players, ...venue]),
];
/** What no room says, but people at the desk meet. */
const OTHERS = ['PIN_WRONG', 'NAME_TAKEN', 'TOO_LARGE', 'UNSUPPORTED_TYPE', 'FORBIDDEN'];

test('every refusal of every room has words of its own at the leaf', () => {
  expect(CODES.filter((code) => wordsFor(code) === wordsFor('no such code'))).toEqual([]);
});

test.each([
  ['en', en],
  ['da', da],
  ['de', de],
])('OPS-12: and on the operator’s page: %s', (_, { codes }) => {
  expect([...CODES, ...OTHERS].filter((code) => codes[code] === undefined)).toEqual([]);
});
