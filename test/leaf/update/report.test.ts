import { expect, test } from 'bun:test';
import { updateReport } from '../../../src/leaf/update/report.ts';
import { readState } from '../../../src/leaf/update/state.ts';

const FRESH = readState({ state: '/nowhere' });
/** 182 was put in and confirmed; since then whatever `change` says. */
const after = (change: Partial<typeof FRESH>, refused: Parameters<typeof updateReport>[1] = null) =>
  updateReport(
    { ...FRESH, FROM: 181, TO: 182, CONFIRMED_SEQUENCE: 182, AT: 7, ...change },
    refused,
  );

test('COR-4: the core is told what became of which build', () => {
  expect(after({})).toEqual({ outcome: 'confirmed', to: 182, at: 7 });
  expect(after({ STATE: 'trial' })).toEqual({ outcome: 'trial', to: 182, at: 7 });
  expect(after({ STATE: 'rolledback', REASON: 'watchdog' })).toEqual({
    ...{ outcome: 'rolledBack', to: 182, at: 7, reason: 'watchdog' },
  });
});

test('COR-4: what was refused is told by its own number, or not at all, never as the one before', () => {
  expect(after({ REASON: 'HASH', REFUSED: 183 })).toEqual({
    ...{ outcome: 'refused', to: 183, at: 7, reason: 'HASH' },
  });
  expect(after({ REASON: 'FORMAT', REFUSED: 0 })).toBeNull();
  expect(updateReport(FRESH, null)).toBeNull();
});

test('COR-4: what the leaf itself refused since the last update is told, but never in place of a trial', () => {
  const refused = { sequence: 183, code: 'HASH', at: 8 };
  expect(after({}, refused)).toEqual({ outcome: 'refused', to: 183, at: 8, reason: 'HASH' });
  expect(after({}, { ...refused, at: 6 })).toMatchObject({ outcome: 'confirmed', to: 182 });
  expect(after({ STATE: 'trial' }, refused)).toMatchObject({ outcome: 'trial', to: 182 });
  expect(updateReport(FRESH, refused)).toMatchObject({ outcome: 'refused', to: 183 });
});
