import { describe, expect, test } from 'bun:test';
import { codeText, isCode } from '../../../ui/cloud/join.ts';
import { isClock, isTroubled, said, toneOf } from '../../../ui/cloud/model.ts';
import { cloud as danish } from '../../../ui/texts/da/cloud.ts';
import { cloud as german } from '../../../ui/texts/de/cloud.ts';
import { cloud as english } from '../../../ui/texts/en/cloud.ts';

const CALM = { state: 'inStep', waiting: 0, lagMs: 0, applied: { seq: 9, at: '21:04' } } as const;

describe('OPS-6: a short outage of the line is nothing to look up for', () => {
  test.each([
    ['all is in the cloud', CALM, false, 'success'],
    [
      'a few wait for a moment',
      { ...CALM, state: 'catchingUp', waiting: 9, lagMs: 900 },
      false,
      'success',
    ],
    [
      'the line went just now',
      { ...CALM, state: 'connecting', waiting: 9, lagMs: 29_999 },
      false,
      'info',
    ],
    ['no line, and nothing waits', { ...CALM, state: 'connecting' }, false, 'info'],
    [
      'half a minute behind',
      { ...CALM, state: 'connecting', waiting: 9, lagMs: 30_000 },
      true,
      'warning',
    ],
    [
      'more than 1,000 wait',
      { ...CALM, state: 'catchingUp', waiting: 1_001, lagMs: 2 },
      true,
      'warning',
    ],
    ['the cloud is full', { ...CALM, state: 'hubFull' }, true, 'warning'],
    [
      'the cloud takes no more today',
      { ...CALM, state: 'dayUsed', waiting: 5_000, lagMs: 9_000_000 },
      false,
      'info',
    ],
    ['two versions', { ...CALM, state: 'fork' }, true, 'danger'],
    ['not let in', { ...CALM, state: 'revoked' }, true, 'danger'],
    ['never joined', { ...CALM, state: 'off', applied: null }, false, 'plain'],
  ] as const)('%s', (_, seen, troubled, tone) => {
    expect([isTroubled(seen), toneOf(seen)]).toEqual([troubled, tone]);
  });
});

const words = (seen: Parameters<typeof said>[0]) =>
  said(
    seen,
    english,
    (at) => at,
    (n) => n.toLocaleString('en'),
  );

test('its state is said in words', () => {
  expect(words(CALM)).toBe('Everything is in the cloud');
  const behind = { ...CALM, state: 'connecting', waiting: 1_037 } as const;
  expect(words(behind)).toBe('In the cloud up to 21:04 · 1,037 events waiting');
  expect(words({ ...behind, waiting: 1 })).toBe('In the cloud up to 21:04 · 1 event waiting');
  expect(words({ ...behind, waiting: 0 })).toBe('In the cloud up to 21:04');
  expect(words({ ...behind, applied: null })).toBe(
    'Nothing is in the cloud yet · 1,037 events waiting',
  );
});

test.each([
  ['en', english],
  ['da', danish],
  ['de', german],
] as const)('every state has its words in %s', (_, { states, means }) => {
  for (const state of Object.keys(english.states)) {
    expect(
      [...Object.entries(states), ...Object.entries(means)].filter(([one]) => one === state),
    ).toHaveLength(2);
  }
});

test('a code sorts itself into its groups', () => {
  expect(codeText('abcde fghjk-mnpqr')).toBe('ABCDE-FGHJK-MNPQR');
  expect(codeText('abcdef')).toBe('ABCDE-F');
  expect(isCode('abcdefghjkmnpqr')).toBe(true);
  expect(isCode('ABCDE-FGHJK-MNPQ')).toBe(false);
});

test('a certificate of another time hints at the machine’s own clock', () => {
  expect(isClock('tls: x509: certificate has expired or is not yet valid')).toBe(true);
  expect(isClock('dial tcp 192.0.2.1:7422: connect: connection refused')).toBe(false);
  expect(isClock(null)).toBe(false);
});
