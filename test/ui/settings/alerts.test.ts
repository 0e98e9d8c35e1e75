import { describe, expect, test } from 'bun:test';
import { ALERTS } from '../../../src/server/alerts/kinds.ts';
import type { Alert } from '../../../ui/settings/alerts-model.ts';
import {
  bytesText,
  isOnce,
  nightAlerts,
  toneOf,
  valueText,
} from '../../../ui/settings/alerts-model.ts';
import { alerts as da } from '../../../ui/texts/da/alerts.ts';
import { alerts as de } from '../../../ui/texts/de/alerts.ts';
import { alerts as en } from '../../../ui/texts/en/alerts.ts';

const format = {
  number: String,
  seconds: (n: number) => `${n} s`,
  span: (ms: number) => `${ms / 60_000} min`,
};
const alert = (
  kind: Alert['kind'],
  value: number | null = 1,
  tone: Alert['tone'] = 'warning',
): Alert => ({
  ...{ kind, value, tone, since: '2026-11-21T20:00:00.000Z' },
});

describe('OPS-6: alerts on the pages', () => {
  test('every kind says what it is and what to do, in each language', () => {
    for (const words of [en, da, de])
      for (const kind of ALERTS) {
        expect(words.says[kind]('7').length).toBeGreaterThan(10);
        expect(words.todo[kind].length).toBeGreaterThan(10);
      }
  });

  test.each([
    [alert('temperature', 82.6), '83\u00a0°C'],
    [alert('errors', 0.051), '5\u00a0%'],
    [alert('battery', 183), '17\u00a0%'],
    [alert('lag', 42_400), '42 s'],
    [alert('offline', 600_000), '10 min'],
    [alert('backlog', 1_234), '1234'],
    [alert('restart', null), '0'],
  ])('%p is told as %p', (one, told) => {
    expect(valueText(one, format)).toBe(told);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500_000, '1.5 MB'],
    [67_108_864, '67 MB'],
    [270_553_174_016, '271 GB'],
  ])('%d bytes are %s', (bytes, told) => {
    expect(bytesText(bytes, String)).toBe(told);
  });

  test('the night hears of what no other notice tells it; an alert of danger colours all', () => {
    const all = [alert('diskLow'), alert('offline'), alert('lag'), alert('rolledBack')];
    expect(nightAlerts(all).map(({ kind }) => kind)).toEqual(['diskLow']);
    expect([toneOf([]), toneOf(all), toneOf([...all, alert('log', 1, 'danger')])]).toEqual([
      ...['success', 'warning', 'danger'],
    ] as ReturnType<typeof toneOf>[]);
    expect(ALERTS.filter((kind) => isOnce(alert(kind)))).toEqual(['restart', 'machine']);
  });
});
