import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { people } from '../../scripts/demo/names.ts';
import { buyIn } from '../../ui/texts/en/buy-in.ts';
import { PEOPLE } from '../leaf.ts';
import { namesOf } from './hands.ts';
import { createHuman } from './human.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

const PLAYERS = 60;
const MOST_S = 300;
/** A known player, by the keyboard alone (BUY-10). */
const EACH_S = 5;
/** Hearing the name, and a look at the sum. */
const THINK_S = 1.5;
/** As many letters as somebody types before they look up. */
const LETTERS = 3;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

type Known = { readonly playerId: string; readonly name: string };

const addPlayers = async (): Promise<readonly Known[]> => {
  const token = await stage.leaf.token('floor');
  const named = people(300).filter(({ firstName, lastName }) => firstName && lastName);
  const known: Known[] = [];
  for (const person of named.slice(0, PLAYERS)) {
    const { body } = await stage.leaf.post('/players', person, token);
    const { playerId } = body as { playerId: string };
    known.push({ playerId, name: `${person.firstName} ${person.lastName}` });
  }
  return known;
};

const openDesk = async (id: string, as: 'admin' | 'floor'): Promise<Page> => {
  await stage.leaf.token(as);
  const page = await stage.open('/', { width: 1_440, height: 900 });
  await signIn(page, PEOPLE[as]);
  await page.goto(`${stage.leaf.url}/#/desk/${id}`);
  await searchOf(page).waitFor();
  return page;
};

const searchOf = (page: Page) => page.getByRole('main').locator('input').first();

/** The first letters of both names: what tells people apart. */
const typedFor = (name: string): string => {
  const [first = '', ...last] = name.split(' ');
  return `${first.slice(0, LETTERS)} ${last.join(' ').slice(0, LETTERS)}`;
};

/**
 * One after the other without leaving the keyboard; answers what each took. Somebody whom the other
 * desk had entered already stays in the search, and is cleared away.
 */
const enterAll = async (page: Page, queue: readonly Known[]) => {
  const human = createHuman(page);
  const took: number[] = [];
  const buy = page.getByRole('button', { name: new RegExp(`^${buyIn.submit('').trim()}`, 'u') });
  for (const { name } of queue) {
    const before = human.seconds();
    const search = searchOf(page);
    await search.waitFor();
    await human.type(typedFor(name));
    const lines = page.getByRole('main').getByRole('option');
    await lines.filter({ hasText: name }).first().waitFor();
    // Somebody looks at a list that has come to rest.
    await page.locator('[role=listbox][aria-busy=false]').waitFor();
    const told = await lines.allTextContents();
    // Where several answer to the letters, the arrows say which.
    const down = told.length > 1 ? told.findIndex((words) => words.includes(name)) + 1 : 0;
    for (let i = 0; i < down; i++) await human.press('ArrowDown');
    await human.press('Enter');
    human.think(THINK_S);
    // The next Enter is its, once the focus has come to it.
    await page.locator('button[type=submit]:focus').waitFor();
    await human.press('Enter');
    await buy.waitFor({ state: 'detached' });
    took.push(human.seconds() - before);
  }
  return { took, seconds: human.seconds() };
};

test('BUY-10: 60 known players at two desks by keyboard alone in 5 minutes, each in 5 s, none twice', async () => {
  const known = await addPlayers();
  const id = await stage.tournament({
    ...{ template: 'standard', name: 'Rush', currency: 'EUR' },
    buyIns: [{ id: 'entry', name: 'Entry', price: 50_00, chips: 10_000 }],
  });
  const token = await stage.leaf.token('floor');
  await stage.leaf.post(`/tournaments/${id}/tables`, { tables: 7, seats: 9 }, token);
  const desks = await Promise.all([openDesk(id, 'admin'), openDesk(id, 'floor')]);
  const queues = [known.filter((_, i) => i % 2 === 0), known.filter((_, i) => i % 2 === 1)];
  const done = await Promise.all(desks.map((page, i) => enterAll(page, queues[i] ?? [])));

  const { body } = await stage.leaf.get(`/tournaments/${id}/players?limit=200`, token);
  const { items } = body as { items: readonly { playerId: string; seat: unknown }[] };
  expect(items.map(({ playerId }) => playerId).sort()).toEqual(
    known.map((one) => one.playerId).sort(),
  );
  expect(items.filter(({ seat }) => seat === null)).toEqual([]);
  for (const { took, seconds } of done) {
    expect(seconds).toBeLessThanOrEqual(MOST_S);
    expect(Math.max(...took)).toBeLessThanOrEqual(EACH_S);
  }
  expect(stage.errors).toEqual([]);
}, 120_000);

test('BUY-10: at the desk a letter begins a name and commands nothing, wherever the focus is', async () => {
  const id = await stage.tournament({ template: 'turbo', name: 'Quick', currency: 'EUR' });
  await stage.leaf.post(`/tournaments/${id}/start`, {}, await stage.leaf.token('floor'));
  const page = await openDesk(id, 'floor');
  const { body: before } = await stage.leaf.get(`/tournaments/${id}`);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  // Elsewhere: hand over, settings, next level, close entries, undo, add-on.
  await page.keyboard.type('lsnxza');
  expect(await searchOf(page).inputValue()).toBe('lsnxza');
  await page.getByRole('switch').focus();
  await page.keyboard.type('lsnxza');
  expect(await page.getByRole('dialog').count()).toBe(0);
  const { body: after } = await stage.leaf.get(`/tournaments/${id}`);
  expect(Object(after).version).toBe(Object(before).version);
  await page.context().close();
}, 60_000);

test('PLY-6: two desks take the same player at once: one wins, the other is told', async () => {
  const token = await stage.leaf.token('floor');
  const { body } = await stage.leaf.post(
    '/players',
    { firstName: 'Only', lastName: 'Once' },
    token,
  );
  const { playerId } = body as { playerId: string };
  const id = await stage.tournament({ template: 'turbo', name: 'Twice', currency: 'EUR' });
  const desks = await Promise.all([openDesk(id, 'admin'), openDesk(id, 'floor')]);
  const buys = desks.map((page) =>
    page.getByRole('button', { name: new RegExp(`^${buyIn.submit('').trim()}`, 'u') }),
  );
  for (const [i, page] of desks.entries()) {
    await searchOf(page).fill('Only Once');
    await page.getByRole('main').getByText('Only Once').first().waitFor();
    await page.keyboard.press('Enter');
    await buys[i]?.waitFor();
  }
  await Promise.all(desks.map((page) => page.keyboard.press('Enter')));
  await Promise.race(desks.map((page) => page.getByRole('alert').first().waitFor()));
  const { body: list } = await stage.leaf.get(`/tournaments/${id}/players`, token);
  const { items } = list as { items: readonly { playerId: string }[] };
  expect(items.map((one) => one.playerId)).toEqual([playerId]);
}, 60_000);

/** One of two is refused, which is what these tests are about. */
const unexpected = () => stage.errors.filter((error) => !error.includes('409'));

/** Two tablets on a night with three players and rebuys, both looking at its overview. */
const twoTablets = async (name: string) => {
  const token = await stage.leaf.token('floor');
  const id = await stage.tournament({
    ...{ template: 'standard', name, currency: 'EUR' },
    buyIns: [{ id: 'entry', name: 'Entry', price: 50_00, chips: 10_000 }],
    rebuys: { allowed: true, profiles: [{ id: 'r', name: 'Rebuy', price: 50_00, chips: 10_000 }] },
  });
  const path = `/tournaments/${id}`;
  await stage.leaf.post(`${path}/tables`, { tables: 1, seats: 9 }, token);
  for (const person of people(400).slice(-3)) {
    const named = { ...person, firstName: person.firstName || 'One', nickname: '' };
    const { body } = await stage.leaf.post('/players', named, token);
    const { playerId } = body as { playerId: string };
    const order = { playerId, profileId: 'entry', payment: { method: 'cash' }, seat: 'draw' };
    await stage.leaf.post(`${path}/players/buyin`, order, token);
  }
  await stage.leaf.post(`${path}/start`, {}, token);
  const pages = await Promise.all(
    (['admin', 'floor'] as const).map(async (as) => {
      await stage.leaf.token(as);
      const page = await stage.open('/', { width: 1_024, height: 768 });
      await signIn(page, PEOPLE[as]);
      await page.goto(`${stage.leaf.url}/#/t/${id}`);
      await page.getByRole('timer').first().waitFor();
      return page;
    }),
  );
  const [one, other] = pages;
  if (one === undefined || other === undefined) throw new Error('no two tablets');
  const entries = async () => {
    const { body } = await stage.leaf.get(`${path}/players`, token);
    return (body as { items: readonly { status: string; rebuys: number }[] }).items;
  };
  return { one, other, entries };
};

/** Opens a sheet by its key and picks the first of its list. */
const pickFirst = async (page: Page, key: 'b' | 'r'): Promise<void> => {
  await page.keyboard.press(key);
  const it = namesOf(page);
  await it.dialog.getByRole('listitem').first().getByRole('button').click();
  await (key === 'b' ? it.bust : it.rebuy).waitFor();
};

test('PLY-6: two tablets bust the same player at once: out once, the other is told who was first', async () => {
  const { one, other, entries } = await twoTablets('Bust twice');
  for (const page of [one, other]) await pickFirst(page, 'b');
  const told = [one, other].map((page) =>
    page
      .getByText(/is out already|Somebody was first/u)
      .first()
      .waitFor(),
  );
  await Promise.all([one, other].map((page) => page.keyboard.press('Enter')));
  await Promise.any(told);
  expect((await entries()).filter(({ status }) => status !== 'in')).toHaveLength(1);
  expect(unexpected()).toEqual([]);
}, 60_000);

test('PLY-6: a rebuy while another tablet has the bust open: it is told there before it goes on', async () => {
  const { one, other, entries } = await twoTablets('Rebuy and bust');
  await pickFirst(one, 'b');
  await pickFirst(other, 'r');
  await namesOf(other).rebuy.click();
  await namesOf(one)
    .dialog.getByText(/^Somebody was first\. Rebuy /u)
    .waitFor();
  expect((await entries()).map(({ status, rebuys }) => [status, rebuys])).toContainEqual(['in', 1]);
  await namesOf(one).bust.click();
  await namesOf(one).dialog.waitFor({ state: 'detached' });
  expect((await entries()).filter(({ status }) => status !== 'in')).toHaveLength(1);
  expect(unexpected()).toEqual([]);
}, 60_000);
