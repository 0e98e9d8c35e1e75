import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
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
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';

setDefaultTimeout(30_000);

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
    ['temperature', 82.6, '83\u00a0°C'],
    ['errors', 0.051, '5\u00a0%'],
    ['battery', 183, '17\u00a0%'],
    ['lag', 42_400, '42 s'],
    ['offline', 600_000, '10 min'],
    ['backlog', 1_234, '1234'],
    ['restart', 2, '2'],
  ] as const)('%s of %d is told as %p', (kind, value, told) => {
    expect(valueText({ kind, value }, format)).toBe(told);
  });

  test.each([
    [0, '0\u00a0B'],
    [999, '999\u00a0B'],
    [1_500_000, '1.5\u00a0MB'],
    [67_108_864, '67\u00a0MB'],
    [270_553_174_016, '271\u00a0GB'],
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

describe('OPS-6: the page of how the server is', () => {
  const PHONE = { width: 390, height: 844 };
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterAll(() => stage?.close());

  test('an admin says who else is told, reads the secret off once, and takes it back', async () => {
    const page = await stage.operator(PHONE, { as: 'admin', path: '/#/settings/alerts' });
    await page.getByRole('heading', { name: 'This machine' }).waitFor();
    await page.getByLabel('Address').fill('not an address');
    await page.getByRole('button', { name: 'Send alerts there' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Address').fill('http://127.0.0.1:1/felt');
    await page.getByRole('button', { name: 'Send alerts there' }).click();
    await page.getByText('Alerts go to 127.0.0.1:1').waitFor();
    expect(await page.locator('code').textContent()).toMatch(/^whsec_/u);
    await page.reload();
    await page.getByText('Alerts go to 127.0.0.1:1').waitFor();
    expect(await page.locator('code').count()).toBe(0);
    await page.getByRole('button', { name: 'Send no more' }).click();
    await page.getByRole('button', { name: 'Send alerts there' }).waitFor();
    expect(stage.errors).toEqual([]);
    await page.context().close();
  });

  test('what is not well stands above the night, with what to do; the floor sees it, too', async () => {
    const page = await stage.operator(PHONE, { as: 'floor', path: '/#/' });
    await page.route('**/api/v1/alerts', async (route) => {
      const answer = await route.fetch();
      const own = await answer.json();
      await route.fulfill({
        json: { ...own, alerts: [alert('diskFull', 1, 'danger'), alert('clock')] },
      });
    });
    await page.reload();
    await page.getByText('The disk is full.').waitFor();
    await page.getByText('And one more thing.').waitFor();
    await page.getByRole('link', { name: en.look }).click();
    await page.getByText('2 things to look at').waitFor();
    expect(await page.getByRole('button', { name: 'Send alerts there' }).count()).toBe(0);
    await page.context().close();
  });
});
