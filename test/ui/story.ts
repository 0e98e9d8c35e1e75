import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import { type Hands, namesOf } from './hands.ts';
import type { Size, Stage } from './stage.ts';
import { says } from './stage.ts';

/** Somebody with a long name among short ones; the last two letters tell them apart on boards. */
const NAMES = [
  ...['Bartholomäus Hohenlohe', 'Ida Kjær', 'Ngozi Okonkwo', 'Łukasz Żuk', 'Xi Wu'],
  ...['Siobhán Byrne', 'Emre Aksoy'],
];
const boardName = (name: string): string => {
  const [first, last = ''] = name.split(' ');
  return `${first} ${last.charAt(0)}.`;
};

/**
 * A whole tournament by one pair of hands, seven players and a rebuy, each step seen at once on a
 * screen of the room and on a player's phone.
 */
export const playNight = async (
  stage: Stage,
  size: Size,
  handsOf: (page: Page) => Hands,
  look: { readonly touch: boolean },
): Promise<void> => {
  const { leaf } = stage;
  const floor = await leaf.token('floor');
  const stack = { chips: 10_000 };
  const id = await stage.tournament({
    ...{ template: 'turbo', name: 'Friday Turbo', currency: 'EUR' },
    buyIns: [{ id: 'entry', name: 'Entry', price: 50_00, ...stack }],
    rebuys: {
      allowed: true,
      profiles: [{ id: 'rebuy', name: 'Rebuy', price: 50_00, ...stack }],
    },
  });
  await leaf.post(`/tournaments/${id}/tables`, { tables: 1, seats: 9 }, floor);
  const tv = await stage.screen(`tv-${size.width}`, id, { width: 1_280, height: 720 });
  const phone = await stage.open(`/t/${id}`, { width: 390, height: 844 }, { touch: true });
  await phone.getByRole('heading', { name: 'Friday Turbo' }).waitFor();
  const page = await stage.operator(size, { ...look, path: `/#/t/${id}` });
  await namesOf(page).floating.waitFor();
  const hands = handsOf(page);
  const allSay = (words: RegExp) => Promise.all([page, tv, phone].map((one) => says(one, words)));
  const left = (n: number, of: number) =>
    Promise.all([
      says(phone, new RegExp(`${n} ?(?:/|of) ?${of}`, 'u')),
      says(tv, new RegExp(`${n} ?(?:/|of) ?${of}`, 'u')),
    ]);

  for (const name of NAMES) await hands.buyIn(name);
  await left(7, 7);

  await hands.start();
  await allSay(/(?<!\d)9:5\d/u);
  await hands.pauseOrResume();
  await allSay(/paused/u);
  await hands.pauseOrResume();
  await says(phone, /running/u);

  await hands.bust(boardName('Xi Wu'));
  await left(6, 7);
  await hands.undo();
  await left(7, 7);
  await hands.bust(boardName('Xi Wu'));
  await left(6, 7);
  await hands.rebuy(boardName('Xi Wu'));
  await left(7, 7);

  await hands.nextLevel();
  await allSay(/100 ?\/ ?200/u);

  await hands.closeEntries();
  await says(page, /entries closed/u);
  for (const [i, name] of NAMES.slice(1).entries()) {
    await hands.bust(boardName(name));
    await left(6 - i, 7);
  }
  await hands.end();
  await says(page, /Bartholomäus H\. wins/u);
  await says(tv, /complete/u);

  // Eight times 50, and the winner's part goes out.
  await hands.payFirst();
  await says(page, /paid to/u);
  await phone.getByRole('tab', { name: 'Rank' }).tap();
  await says(phone, /1st.*Bartholomäus H\./u);
  const pool = await leaf.get(`/tournaments/${id}/prizepool`, floor);
  expect(pool.body).toMatchObject({ pool: 400_00 });
  expect(stage.errors).toEqual([]);
  for (const one of [page, tv, phone]) await one.context().close();
};
