import type { Template } from '../../src/poker/templates.ts';

/** A tournament as the list shows it. */
export type Listed = {
  readonly id: string;
  readonly name: string;
  readonly status: 'setup' | 'running' | 'ended';
  readonly currency: string;
  readonly startsAt?: string | null;
  readonly entries?: number;
  readonly remaining?: number;
};

/** Everything that the form asks for, as numbers; null is "not set". */
export type Wish = {
  readonly template: Template['id'];
  readonly name: string;
  readonly currency: string;
  readonly price: number;
  readonly rake: number;
  readonly bounty: number;
  readonly chips: number;
  readonly reEntry: boolean;
  readonly rebuy: {
    readonly price: number;
    readonly chips: number;
    readonly lastLevel: number | null;
  } | null;
  readonly addOn: { readonly price: number; readonly chips: number } | null;
  readonly lateReg: number | null;
  readonly seatsPerTable: number;
  readonly autoSeat: boolean;
  readonly guarantee: number;
  readonly counters: boolean;
  readonly startsAt: number | null;
};

const profile = (id: string, name: string, price: number, chips: number) => ({
  id,
  name,
  price,
  chips,
});

const sold = (
  id: string,
  name: string,
  { price, chips, lastLevel }: { price: number; chips: number; lastLevel: number | null },
) => ({
  ...{ allowed: true, profiles: [profile(id, name, price, chips)], lastLevel },
});

/** What the leaf is asked to create; `words` are the names that the room will read. */
export const createBody = (
  wish: Wish,
  words: {
    readonly buyIn: string;
    readonly rebuy: string;
    readonly addOn: string;
    readonly rake: string;
  },
) => ({
  ...{ template: wish.template, name: wish.name.trim(), currency: wish.currency },
  ...{ startsAt: wish.startsAt, mode: wish.counters ? 'counters' : 'named' },
  buyIns: [
    {
      ...profile('buyin', words.buyIn, wish.price, wish.chips),
      bounty: wish.bounty,
      rakes: wish.rake === 0 ? [] : [{ name: words.rake, kind: 'amount', amount: wish.rake }],
    },
  ],
  reEntry: { allowed: wish.reEntry },
  ...(wish.rebuy === null ? {} : { rebuys: sold('rebuy', words.rebuy, wish.rebuy) }),
  ...(wish.addOn === null
    ? {}
    : { addOns: sold('addon', words.addOn, { ...wish.addOn, lastLevel: null }) }),
  registration: { lastLevel: wish.lateReg },
  pool: { guarantee: wish.guarantee },
  seating: { seatsPerTable: wish.seatsPerTable, autoSeat: wish.autoSeat },
});

/** What must hold before it is worth asking the leaf. */
export const isComplete = ({ name, price, rake, bounty, chips }: Wish): boolean =>
  name.trim() !== '' && rake + bounty <= price && chips > 0;
