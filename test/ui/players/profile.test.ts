import { afterAll, beforeAll, expect, test } from 'bun:test';
import { profile as words } from '../../../ui/texts/en/profile.ts';
import type { Stage } from '../stage.ts';
import { openStage, says } from '../stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const PHONE = { width: 390, height: 844 };

test('GDP-3: the floor sets on the player’s form that the full name may go out, and takes it back', async () => {
  const { leaf } = stage;
  const token = await leaf.token('floor');
  const id = await stage.tournament({ template: 'turbo', name: 'Friday' });
  const anna = { firstName: 'Anna', lastName: 'Holm' };
  const { playerId } = Object((await leaf.post('/players', anna, token)).body);
  await leaf.post(`/tournaments/${id}/players/buyin`, { playerId }, token);
  const outside = async (): Promise<string> =>
    Object((await leaf.get(`/tournaments/${id}/public`)).body).rankings[0].name;

  const page = await stage.operator(PHONE, { touch: true, path: `/#/t/${id}/players` });
  await page.getByRole('main').getByText('Anna H.').first().tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: words.title, exact: true }).tap();
  await says(page, /On phones now: Anna H\./u);
  await dialog.getByRole('switch', { name: words.fullNameOutside }).tap();
  await says(page, /On phones now: Anna Holm/u);
  expect(await outside()).toBe('Anna H.');
  await dialog.getByRole('button', { name: 'Save' }).tap();
  await says(page, new RegExp(words.saved, 'u'));
  expect(await outside()).toBe('Anna Holm');

  const taken = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Undo' }).first().tap();
  await taken;
  expect(await outside()).toBe('Anna H.');
  expect(stage.errors).toEqual([]);
}, 60_000);
