import { describe, expect, test } from 'bun:test';
import { RELEASE_CODES } from '../../../src/server/release/refusal.ts';
import type { SoftwareView } from '../../../src/server/update.ts';
import { SOFTWARE_STATES } from '../../../src/server/update.ts';
import {
  becauseOf,
  isNews,
  megabytes,
  titleOf,
  toneOf,
} from '../../../ui/settings/software-model.ts';
import { software as words } from '../../../ui/texts/en/software.ts';

const VIEW: SoftwareView = {
  ...{ state: 'ready', running: { version: '1.7.0', sequence: 181, commit: null } },
  offer: { version: '1.8.0', sequence: 182, notes: null, size: 1, here: 1, failedHere: false },
  ...{
    goingBack: false,
    clocks: [],
    trial: null,
    last: null,
    previous: null,
    lookedAt: null,
    problem: null,
    refused: null,
  },
};
const LAST: NonNullable<SoftwareView['last']> = {
  ...{ outcome: 'rolledBack', from: '1.8.0', to: '1.7.0', reason: 'watchdog', words: null },
  ...{ mended: false, at: '2026-11-21T02:00:00.000Z', seen: false },
};

describe('OPS-3: the page says in words', () => {
  test('which release matters now', () => {
    const titles = SOFTWARE_STATES.map((state) => titleOf({ ...VIEW, state }, words));
    expect(titles).toEqual([
      ...['Felt 1.7.0 runs here', 'Felt 1.7.0 runs here', 'Felt 1.8.0 is coming'],
      ...['Felt 1.8.0 is ready', 'Felt 1.8.0 comes tonight', 'Updating to Felt 1.8.0'],
      'Felt 1.7.0 is new here',
    ]);
    const previous = { version: '1.6.2', sequence: 170 };
    const back = titleOf({ ...VIEW, state: 'updating', goingBack: true, previous }, words);
    expect(back).toBe('Back to Felt 1.6.2');
    expect(titleOf({ ...VIEW, state: 'updating', offer: null }, words)).toContain('1.7.0');
    expect(SOFTWARE_STATES.map((state) => toneOf({ state }))).not.toContain('danger');
  });

  test('why the release before runs again', () => {
    expect(becauseOf(LAST, words)).toBe('Felt 1.8.0 stopped answering.');
    expect(becauseOf({ ...LAST, reason: 'operator' }, words)).toContain('Somebody went back');
    expect(becauseOf({ ...LAST, reason: 'new-in-systemd' }, words)).toBe(
      'Felt 1.8.0 did not work here.',
    );
  });

  test('why one was not put in, for every code that a release is refused with', () => {
    const said = RELEASE_CODES.map((reason) =>
      becauseOf({ ...LAST, outcome: 'refused', reason }, words),
    );
    expect(said).not.toContain(words.refusals.other);
    expect(new Set(said).size).toBe(RELEASE_CODES.length);
    expect(becauseOf({ ...LAST, outcome: 'refused', reason: 'UNTIDY' }, words)).toContain('copy');
  });

  test('once, and only what happened by itself', () => {
    expect(isNews(LAST)).toBe(true);
    expect(isNews({ ...LAST, seen: true })).toBe(false);
    expect(isNews({ ...LAST, reason: 'operator' })).toBe(false);
    expect(isNews({ ...LAST, outcome: 'updated', reason: '' })).toBe(false);
    expect(isNews(null)).toBe(false);
  });

  test('how large it is', () => {
    expect([0, 499_999, 43_100_000].map(megabytes)).toEqual(['1', '1', '43']);
  });
});
