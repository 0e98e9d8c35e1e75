import { uuid7 } from '../../kernel/ids.ts';
import type { Now } from '../../kernel/time.ts';
import type { Command } from '../../rooms/tournament/commands.ts';
import { minorUnits } from './decimal.ts';
import type { RecordedPlayer } from './players.ts';
import type { PriceLists } from './prices.ts';
import { priceList } from './prices.ts';
import type { Recording } from './recording.ts';
import type { Creation } from './settings.ts';
import { creationOf } from './settings.ts';

type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;

/** A command of the floor without chance, and the moment at which it was given. */
export type Told = { readonly atMs: number; readonly command: Omitted<Command> };

const REASON = 'recorded';

/** Entries that the file itself names: each player's first buy-in is the entry. */
export const entryIdOf = (playerId: string): string => `entry-${playerId}`;

const purchase = (playerId: string, profileId: string) => ({
  entryId: entryIdOf(playerId),
  profileId,
  payment: { method: 'cash' as const },
  override: REASON,
});

const buyInsOf = ({ id, buyIns, addOns }: RecordedPlayer, lists: PriceLists): Told[] => [
  ...buyIns.map((paid, i): Told => {
    if (i === 0) {
      const order = purchase(id, lists.buyIns.idOf(paid));
      return { atMs: paid.timeMs, command: { type: 'buyIn', playerId: id, ...order } };
    }
    const order = purchase(id, lists.rebuys.idOf(paid));
    return { atMs: paid.timeMs, command: { type: 'rebuy', times: 1, ...order } };
  }),
  ...addOns.map((paid): Told => {
    const order = purchase(id, lists.addOns.idOf(paid));
    return { atMs: paid.timeMs, command: { type: 'addOn', times: 1, ...order } };
  }),
];

type Busting = { entryId: string; hitmen: { entryId: string; weight: number }[]; stack?: number };

/** Who shares a rank by a deal may still be put in an order; the larger number ranks higher. */
const orderInChop = (recording: Recording, playerId: string): { stack?: number } => {
  for (const { portions } of recording.chops) {
    const own = portions.find((p) => p.playerId === playerId);
    const ordered = portions.some((p) => p.relativeRank !== portions[0]?.relativeRank);
    if (own !== undefined && ordered) return { stack: 1_000 - own.relativeRank };
  }
  return {};
};

/** Equal times are one bust of several. */
const bustsOf = (recording: Recording): Told[] => {
  const hands = new Map<number, Busting[]>();
  for (const { id, buyIns } of recording.players)
    for (const { bustOut } of buyIns) {
      if (bustOut === null) continue;
      const hitmen = bustOut.hitmen
        .filter((hitman) => hitman !== id)
        .map((hitman) => ({ entryId: entryIdOf(hitman), weight: 1 }));
      const hand = hands.get(bustOut.timeMs) ?? [];
      hand.push({ entryId: entryIdOf(id), hitmen, ...orderInChop(recording, id) });
      hands.set(bustOut.timeMs, hand);
    }
  return [...hands].map(([atMs, busts]) => ({ atMs, command: { type: 'bust', busts } }));
};

const adjustmentsOf = (recording: Recording, atMs: number): Told[] => [
  ...recording.players.flatMap(({ id, buyIns, hitsAdjustment, pointsAdjustment }): Told[] => {
    const [hits, points] = [minorUnits(hitsAdjustment, 0), minorUnits(pointsAdjustment, 0)];
    if (buyIns.length === 0 || (hits === 0 && points === 0)) return [];
    const command = { type: 'adjustEntry', entryId: entryIdOf(id), hits, points, reason: REASON };
    return [{ atMs, command: { ...command, type: 'adjustEntry' } }];
  }),
  ...chipsAdjusted(recording.financials.totalChipsAdjustment, atMs),
];

const chipsAdjusted = (chips: number, atMs: number): Told[] =>
  chips === 0
    ? []
    : [{ atMs, command: { type: 'adjustChips', reason: 'correction', chips, note: REASON } }];

/** Prizes that a person awards (high hand, side pot): to whom is the floor's decision, so it is told. */
const manualPrizes = (recording: Recording, atMs: number): Told[] =>
  recording.prizes.prizes.flatMap((prize, i): Told[] => {
    const [playerId] = recording.stored.prizes[i]?.awardedTo ?? [];
    const amount = prize.amountType === 'fixed' ? minorUnits(prize.amount) : 0;
    if (prize.type === 'rank' || playerId === undefined || amount <= 0) return [];
    const name = prize.description.slice(0, 80).trim() || 'Prize';
    return [{ atMs, command: { type: 'grantPrize', name, amount, entryId: entryIdOf(playerId) } }];
  });

/** Deals of fixed amounts; who chopped by share gets the equal split of a tie. */
const deals = (recording: Recording, atMs: number): Told[] =>
  recording.chops.flatMap((chop): Told[] => {
    const shares = chop.portions.map(({ playerId, cashAmount }) => ({
      entryId: entryIdOf(playerId),
      amount: minorUnits(cashAmount),
    }));
    const worth = chop.cashMethod === 'amount' && shares.some((share) => share.amount > 0);
    return worth && shares.length > 1
      ? [{ atMs, command: { type: 'deal', shares, reason: REASON } }]
      : [];
  });

const countersOf = ({ counting }: Recording, atMs: number): Told[] =>
  counting.trackPlayers
    ? []
    : [
        {
          atMs,
          command: {
            type: 'setCounters',
            entries: counting.entries,
            remaining: Math.min(counting.players, counting.entries),
            rebuys: counting.rebuys,
            addOns: counting.addOns,
          },
        },
      ];

/** Within one millisecond: who buys in can start and bust, who bust can rebuy. */
const TURN: Partial<Record<Command['type'], number>> = {
  buyIn: 0,
  start: 1,
  bust: 2,
  rebuy: 3,
  addOn: 4,
};

const inOrder = (told: readonly Told[]): Told[] =>
  told.toSorted(
    (a, b) => a.atMs - b.atMs || (TURN[a.command.type] ?? 5) - (TURN[b.command.type] ?? 5),
  );

const lastMoment = (recording: Recording, played: readonly Told[]): number =>
  Math.max(recording.endTimeMs ?? 0, ...played.map((t) => t.atMs), recording.startTimeMs ?? 0);

/** What the floor did on the recorded night: settings, then commands in the order of their times. */
export const nightOf = (recording: Recording): { creation: Creation; told: readonly Told[] } => {
  const { players, startTimeMs, endTimeMs } = recording;
  const lists: PriceLists = {
    buyIns: priceList(
      'buyIns',
      players.flatMap((p) => p.buyIns.slice(0, 1)),
    ),
    rebuys: priceList(
      'rebuys',
      players.flatMap((p) => p.buyIns.slice(1)),
    ),
    addOns: priceList(
      'addOns',
      players.flatMap((p) => p.addOns),
    ),
  };
  const start: Told[] =
    startTimeMs === null ? [] : [{ atMs: startTimeMs, command: { type: 'start', paused: true } }];
  const played = inOrder([
    ...start,
    ...players.flatMap((player) => buyInsOf(player, lists)),
    ...bustsOf(recording),
  ]);
  const last = lastMoment(recording, played);
  const closing: Told[] = [
    ...countersOf(recording, last),
    ...adjustmentsOf(recording, last),
    ...manualPrizes(recording, last),
  ];
  const over: Told[] =
    endTimeMs === null
      ? []
      : [
          { atMs: last, command: { type: 'setRegistration', open: false, reason: REASON } },
          ...deals(recording, last),
          { atMs: last, command: { type: 'end' } },
        ];
  return { creation: creationOf(recording, lists), told: [...played, ...closing, ...over] };
};

/** The moment of a recorded command as a clock would have told it. */
export const nowAt = (atMs: number): Now => ({ wallMs: atMs, bootMs: atMs, bootId: 'recorded' });

/** Ids for a replay, the same at every run. */
export const countedIds = () => {
  let count = 0;
  return (): string => {
    count += 1;
    return uuid7(count, new Uint8Array(10));
  };
};
