import { expect, test } from 'bun:test';
import * as v from 'valibot';
import { createBody as schema } from '../../../src/rooms/tournament/commands.ts';
import type { Wish } from '../../../ui/tournaments/model.ts';
import { createBody, isComplete } from '../../../ui/tournaments/model.ts';

const wish: Wish = {
  ...{
    template: 'standard',
    name: ' Friday ',
    currency: 'EUR',
    price: 5_000,
    rake: 500,
    bounty: 0,
  },
  ...{ chips: 10_000, reEntry: true, lateReg: 6, seatsPerTable: 9, autoSeat: true },
  rebuy: { price: 4_500, chips: 10_000, lastLevel: 6 },
  addOn: { price: 2_000, chips: 15_000 },
  ...{ guarantee: 100_000, counters: false, startsAt: null },
};
const words = { buyIn: 'Buy-in', rebuy: 'Rebuy', addOn: 'Add-on', rake: 'House' };

test('what the form asks for is what the leaf takes', () => {
  const body = v.parse(schema, createBody(wish, words));
  expect(body).toMatchObject({
    ...{ name: 'Friday', mode: 'named', template: 'standard' },
    buyIns: [{ price: 5_000, chips: 10_000, rakes: [{ name: 'House', amount: 500 }] }],
    rebuys: { allowed: true, lastLevel: 6, profiles: [{ price: 4_500 }] },
    addOns: { allowed: true, lastLevel: null, profiles: [{ chips: 15_000 }] },
    registration: { lastLevel: 6 },
    pool: { guarantee: 100_000 },
  });
});

test('what is switched off is not sold', () => {
  const body = v.parse(schema, createBody({ ...wish, rebuy: null, addOn: null, rake: 0 }, words));
  expect(body.rebuys.allowed).toBe(false);
  expect(body.addOns.allowed).toBe(false);
  expect(body.buyIns[0]?.rakes).toEqual([]);
});

test('parts of a price are never more than it', () => {
  expect(isComplete(wish)).toBe(true);
  expect(isComplete({ ...wish, rake: 3_000, bounty: 3_000 })).toBe(false);
  expect(isComplete({ ...wish, name: ' ' })).toBe(false);
});
