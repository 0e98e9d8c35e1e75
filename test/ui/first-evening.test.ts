import { afterAll, beforeAll, expect, test } from 'bun:test';
import { actions } from '../../ui/texts/en/actions.ts';
import { create } from '../../ui/texts/en/create.ts';
import { list } from '../../ui/texts/en/list.ts';
import { setup } from '../../ui/texts/en/setup.ts';
import { PEOPLE } from '../leaf.ts';
import { createHuman } from './human.ts';
import type { Stage } from './stage.ts';
import { openStage, says, secondsOn, signIn } from './stage.ts';

const LAPTOP = { width: 1_440, height: 900 };
const TV = { width: 1_280, height: 720 };
/** Reading a page that one has never seen. */
const READ_S = 5;
const MOST_S = 180;
const MOST_STEPS = 25;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

test('the first evening: from a fresh folder to a running clock on a second screen in 3 minutes', async () => {
  const tv = await stage.open('/tv', TV);
  await says(tv, /\b\d ?\d ?\d ?\d\b/u);
  const page = await stage.open('/', LAPTOP);
  const human = createHuman(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  // A hint or an error may follow the label.
  const field = (label: string) => page.getByLabel(new RegExp(`^${label}`, 'u')).first();

  await page.waitForURL('**/setup');
  human.think(READ_S);
  await human.write(field(setup.name), 'Copenhagen Card Room');
  await human.write(field(setup.adminName), 'Ada');
  await human.write(field(setup.pin), PEOPLE.admin.pin);
  await human.write(field(setup.pinAgain), PEOPLE.admin.pin);
  await human.tap(button(setup.submit));

  // A template, the price, and go: the name and the time are there already.
  const link = page.getByRole('link', { name: list.create });
  await link.or(button(create.submit)).first().waitFor();
  if ((await link.count()) > 0) await human.tap(link.first());
  human.think(READ_S);
  await human.tap(
    button(/^Turbo/u)
      .or(page.getByRole('radio', { name: /^Turbo/u }))
      .first(),
  );
  await human.write(field(create.buyIn), '200');
  await human.tap(button(create.submit));

  // The four digits that the other screen shows.
  const code = page.getByLabel(create.screen.code);
  await code.waitFor();
  human.think(READ_S);
  const shown = (await tv.locator('body').textContent()) ?? '';
  const digits = /(?<!\d)\d\s*\d\s*\d\s*\d(?!\d)/u.exec(shown)?.[0] ?? '';
  await human.write(code, digits.replace(/\s/gu, ''));
  // The fourth digit connects the screen.
  await says(tv, /turbo/u);
  if (await button(create.screen.go).isVisible()) await human.tap(button(create.screen.go));

  await page.waitForURL(/#\/t\//u);
  human.think(READ_S);
  await human.tap(page.getByRole('button', { name: new RegExp(`^${actions.start}`, 'u') }).first());
  await says(tv, /\b9:5\d\b/u);
  const first = await secondsOn(tv);
  await says(tv, new RegExp(`9:${first - 540 - 1}`, 'u'));

  expect(human.seconds()).toBeLessThanOrEqual(MOST_S);
  expect(human.steps.length).toBeLessThanOrEqual(MOST_STEPS);
  expect(stage.errors).toEqual([]);
  await page.context().close();
  await tv.context().close();
}, 120_000);

test('BLD-6: the same as last Friday, in one tap', async () => {
  const { leaf } = stage;
  const token = await leaf.token('admin');
  const made = await leaf.post(
    '/tournaments',
    {
      ...{ template: 'deepStack', name: 'Friday Deep', currency: 'DKK' },
      buyIns: [{ id: 'entry', name: 'Entry', price: 300_00, bounty: 50_00, chips: 25_000 }],
      pool: { guarantee: 20_000_00 },
    },
    token,
  );
  const { id } = made.body as { id: string };
  await leaf.post(`/tournaments/${id}/tables`, { tables: 3, seats: 8 }, token);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  await leaf.post(`/tournaments/${id}/end`, {}, token);

  const page = await stage.open('/', LAPTOP);
  await signIn(page, PEOPLE.admin);
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Friday Deep' });
  const again = page.getByRole('button', {
    name: new RegExp(`^(${list.again}|Friday Deep again)`, 'u'),
  });
  await row.or(again).first().waitFor();
  // An impatient finger; it is still one tournament.
  await again.first().dblclick();
  const ids = async () => {
    const { body: all } = await leaf.get('/tournaments?limit=100', token);
    const { items } = all as { items: readonly { id: string; name: string }[] };
    return items.filter((one) => one.name.includes('Friday Deep')).map((one) => one.id);
  };
  while ((await ids()).length < 2) await page.waitForTimeout(50);
  const copyId = (await ids()).find((one) => one !== id) ?? '';
  const read = async (one: string) => {
    const { config, levels, tables } = (await leaf.get(`/tournaments/${one}`, token)).body as {
      config: { buyIns: unknown; pool: unknown };
      levels: unknown;
      tables: readonly unknown[];
    };
    return { buyIns: config.buyIns, pool: config.pool, levels, tables: tables.length };
  };
  expect(await read(copyId)).toEqual(await read(id));
  expect((await ids()).length).toBe(2);
  await page.context().close();
}, 60_000);
