import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { BackupsView } from '../../../src/server/app.ts';
import { copiesOf, sizeText, standingOf } from '../../../ui/settings/backups-model.ts';
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';

setDefaultTimeout(30_000);

const PHONE = { width: 390, height: 844 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const at = '2026-11-21T03:00:00.000Z';
const NOW = Date.parse(at) + 60_000;
const view = (change: Partial<BackupsView>): BackupsView => ({
  ...{ making: false, behind: 0, problem: null, problemAt: null, places: [], keyShownAt: null },
  backups: [{ name: 'a', madeAt: at, events: 3, knownAt: at, bytes: 10 }],
  ...change,
});
const place = {
  kind: 'folder',
  where: '/media/felt',
  reason: null,
  newest: null,
  seenAt: null,
} as const;

test('OPS-7: safe is only what was made, read back, and lies elsewhere, too', () => {
  const standings = [
    view({ backups: [] }),
    view({ problem: 'failed' }),
    view({}),
    view({ places: [{ ...place, state: 'full' }] }),
    view({
      places: [
        { ...place, state: 'away' },
        { ...place, state: 'ok' },
      ],
    }),
  ].map((one) => standingOf(one, NOW));
  expect(standings).toEqual(['none', 'problem', 'here', 'here', 'safe']);
  const old = view({ behind: 1, places: [{ ...place, state: 'ok' }] });
  expect(standingOf(old, NOW + 3 * 86_400_000)).toBe('stale');
  expect(standingOf({ ...old, behind: 0 }, NOW + 3 * 86_400_000)).toBe('safe');
  expect([sizeText(999, String), sizeText(4_240_000, String)]).toEqual(['1 KB', '4.2 MB']);
});

test('OPS-7: the page says how many places have the newest backup, and which has not and why', async () => {
  const places = [
    { ...place, state: 'ok', newest: 'a', seenAt: at },
    { ...place, where: '/media/felt/second', state: 'full' },
    { ...place, kind: 'core', where: 'https://core.example.org', state: 'unreachable' },
  ] as const;
  expect(copiesOf({ places: [...places] })).toEqual({ have: 1, all: 3 });
  const page = await stage.operator(PHONE, { as: 'admin', path: '/' });
  await page.route('**/api/v1/backups', (route) =>
    route.fulfill({ json: view({ places: [...places] }) }),
  );
  await page.goto(`${stage.leaf.url}/#/settings/backups`);
  await page.getByText('1 of 3 places has the newest backup.').waitFor();
  await page.getByText('There is no room on it').waitFor();
  await page.getByText('The cloud does not answer').waitFor();
  await page.context().close();
});

test('OPS-7: an admin backs up, reads the key off once, and saves a backup and what support gets', async () => {
  const page = await stage.operator(PHONE, { as: 'admin', path: '/#/settings/backups' });
  await page.getByText('No backup yet').waitFor();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByText('Only here').waitFor();
  await page.getByText('Write the recovery key down.').waitFor();
  await page.getByRole('button', { name: 'Show the key' }).click();
  const groups = await page.getByRole('dialog').getByRole('listitem').allTextContents();
  const key = groups.map((one) => one.replace(/\s/gu, '').slice(1)).join('-');
  const { key: own } = JSON.parse(readFileSync(`${stage.leaf.folder}/backup.key`, 'utf8'));
  expect(key).toBe(own);
  await page.getByRole('button', { name: 'It is written down' }).click();
  await page.getByText('Last shown').waitFor();
  expect(await page.getByText('Write the recovery key down.').count()).toBe(0);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save the backup of/u }).click();
  expect((await saved).suggestedFilename()).toMatch(
    /^felt-card-room-\d{8}T\d{6}Z-\d{3}-[0-9a-f]{8}\.feltbackup$/u,
  );
  const told = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the file' }).click();
  expect((await told).suggestedFilename()).toBe('felt-support.json');
  expect(stage.errors).toEqual([]);
  await page.context().close();
});

test('OPS-7: the floor sees how backups stand, and neither the key nor a backup itself', async () => {
  const page = await stage.operator(PHONE, { as: 'floor', path: '/#/settings/backups' });
  await page.getByRole('heading', { name: 'Copies elsewhere' }).waitFor();
  for (const name of ['Show the key', 'Back up now', 'Save the file']) {
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  }
  const token = await stage.leaf.token('floor');
  const { backups } = Object((await stage.leaf.get('/backups', token)).body);
  expect((await stage.leaf.post('/backups/key', {}, token)).status).toBe(403);
  expect((await stage.leaf.get(`/backups/${backups[0].name}`, token)).status).toBe(403);
  expect((await stage.leaf.get('/backups', await stage.leaf.token('viewer'))).status).toBe(403);
  await page.context().close();
});
