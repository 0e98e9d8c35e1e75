import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../../scripts/pictures/camera.ts';
import type { Json } from '../../src/kernel/parse.ts';
import { createOrders } from '../../src/leaf/orders.ts';
import { ROOMS } from '../../src/leaf/rooms.ts';
import { openStore } from '../../src/leaf/store.ts';
import { createHandle } from '../../src/log/handle.ts';
import { createPlayers } from '../../src/server/players.ts';
import { general } from '../../ui/texts/en/general.ts';
import { requests as words } from '../../ui/texts/en/requests.ts';
import { startLeaf } from '../leaf.ts';
import { findings } from './axe.ts';
import type { Stage } from './stage.ts';
import { openStage, says } from './stage.ts';

const PHONE = { width: 390, height: 844 };
const NIGHT = {
  ...{ name: 'Friday', currency: 'EUR', template: 'turbo' },
  buyIns: [{ id: 'standard', name: 'Standard', price: 100_00, chips: 20_000 }],
};

const letIn = (name: string): string => `${words.letIn}: ${name}`;
const refuse = (name: string): string => `${words.refuse}: ${name}`;

let folder: string;
let tournament: string;
let anna: string;
let stage: Stage;

/** What came from the core while nobody looked. */
const ordered = async (all: readonly (readonly [kind: string, body: Json])[]): Promise<void> => {
  const log = await openStore(folder);
  const newId = () => Bun.randomUUIDv7();
  const handle = createHandle({ log, rooms: ROOMS, clock: Date.now, newId });
  const { players, stop } = createPlayers({ log, handle });
  const now = () => ({ wallMs: Date.now(), bootMs: performance.now(), bootId: 'boot' });
  const house = { handle, log, now, newId, newSeed: newId, players };
  const failed = (error: unknown) => {
    throw error;
  };
  const orders = all.map(([kind, body], i) => ({ seq: i + 1, id: newId(), kind, at: 1, body }));
  const message = { protocol: 1, epoch: 1, orders, last: orders.length };
  const inbox = createOrders({ house, venueId: 'v1', epoch: 1, failed });
  await inbox.heard(new TextEncoder().encode(JSON.stringify(message)));
  stop();
  await handle.close();
  await log.close();
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-requests-'));
  const leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  await leaf.token('floor');
  tournament = Object((await leaf.post('/tournaments', NIGHT, token)).body).id;
  await leaf.post(`/tournaments/${tournament}/start`, {}, token);
  const added = await leaf.post('/players', { firstName: 'Anna', phone: '111' }, token);
  anna = Object(added.body).playerId;
  await leaf.put(`/players/${anna}`, { phone: '333' }, token);
  await leaf.stop();
  const registration = { tournamentId: tournament, profile: { firstName: 'Bea' } };
  await ordered([
    ['registration', { registrationId: 'g1', playerId: 'p1', ...registration }],
    [
      'registration',
      { registrationId: 'g2', playerId: 'p2', ...registration, profile: { firstName: 'Cleo' } },
    ],
    ['profile', { playerId: anna, fields: { phone: '222' }, baseRev: 1 }],
  ]);
  stage = await openStage({ folder });
}, 60_000);

afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const entries = async (): Promise<readonly { readonly owed: number }[]> => {
  const path = `/tournaments/${tournament}/players`;
  return Object((await stage.leaf.get(path, await stage.leaf.token('floor'))).body).items;
};
const phone = async (): Promise<string> =>
  Object((await stage.leaf.get(`/players/${anna}`, await stage.leaf.token('floor'))).body).phone;

test.each(['dark', 'light'] as const)(
  'axe finds nothing serious on it: %s',
  async (theme) => {
    const page = await stage.operator(PHONE, { theme, path: '/#/requests' });
    await says(page, /changed here and in the cloud/u);
    const found = [await findings(page)];
    for (const name of [letIn('Bea'), refuse('Bea')]) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      await settle(page);
      found.push(await findings(page));
      await page.keyboard.press('Escape');
    }
    expect(found.flat()).toEqual([]);
  },
  60_000,
);

test('SYN-2, SYN-3: the floor lets one in, refuses one, keeps its own, and takes each back', async () => {
  const page = await stage.operator(PHONE, { touch: true, path: `/#/t/${tournament}` });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await says(page, /2 late registrations wait/u);
  await page.getByRole('link', { name: 'More, From the cloud: 3 to decide' }).waitFor();
  await page.getByRole('link', { name: words.look }).click();

  await button(letIn('Bea')).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cash', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Let in · €100 Cash/u })
    .click();
  await says(page, /Bea entered Friday/u);
  expect(await entries()).toMatchObject([{ owed: 0 }]);
  await page.getByRole('button', { name: `${general.undo}: Bea entered Friday` }).click();
  await button(letIn('Bea')).waitFor();
  expect(await entries()).toEqual([]);

  await button(refuse('Cleo')).click();
  await button(words.reasons['full'] ?? '').click();
  await says(page, /Cleo was not let into Friday The tournament is full/u);

  await says(page, /Anna: changed here and in the cloud/u);
  await button(words.keepOurs).click();
  await says(page, /Anna: ours was kept/u);
  expect(await phone()).toBe('333');
  await page.getByRole('button', { name: `${general.undo}: Anna: ours was kept` }).click();
  await button(words.keepOurs).waitFor();
  expect(await phone()).toBe('222');

  expect(await page.evaluate(() => document.body.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  expect(stage.errors).toEqual([]);
}, 60_000);

test('SYN-2: what another tablet decides is seen here at once, and whoever only looks sees none of it', async () => {
  const page = await stage.operator(PHONE, { path: '/#/requests' });
  await page.getByRole('button', { name: letIn('Bea') }).waitFor();
  const token = await stage.leaf.token('floor');
  const { items } = Object((await stage.leaf.get('/requests', token)).body);
  const waiting = items.find((one: { status: string }) => one.status === 'waiting');
  await stage.leaf.post(`/requests/${waiting.id}/refuse`, { reason: 'other' }, token);
  await says(page, /Bea was not let into Friday/u);
  const viewer = await stage.leaf.get('/requests', await stage.leaf.token('viewer'));
  expect(viewer.status).toBe(403);
  expect(stage.errors).toEqual([]);
}, 60_000);
