import type { InferInput } from 'valibot';
import { uuid7 } from '../../kernel/ids.ts';
import type { Now } from '../../kernel/time.ts';
import type { Level } from '../../poker/blinds.ts';
import type { PayoutRow } from '../../poker/payouts.ts';
import type { Command, createBody } from '../../rooms/tournament/commands.ts';
import type { Decimal } from './decimal.ts';
import { minorUnits } from './decimal.ts';
import type { RecordedAddOn, RecordedBuyIn, RecordedPlayer } from './players.ts';
import type { Recording } from './recording.ts';

type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;
/** A command of the floor without chance, and the moment at which it was given. */
export type Told = { readonly atMs: number; readonly command: Omitted<Command> };

export type Creation = InferInput<typeof createBody>;

const REASON = 'recorded';

// ── Prices ──────────────────────────────────────────────────────────────────────────────────────

type Paid = RecordedBuyIn | RecordedAddOn;
type Kind = 'buyIns' | 'rebuys' | 'addOns';

/** What was paid becomes a price of its own: profiles were edited during many a recorded night. */
const priceOf = (paid: Paid) => ({
  name: paid.profileName === '' ? REASON : paid.profileName.slice(0, 80),
  price: minorUnits(paid.amount) + bountyOf(paid),
  rakes: paid.rakes.map((rake, i) => ({
    kind: 'amount' as const,
    name: `Rake ${i + 1}`,
    amount: minorUnits(rake),
  })),
  chips: paid.chips,
  points: minorUnits(paid.points, 0),
  bounty: bountyOf(paid),
});

const bountyOf = (paid: Paid): number =>
  'personalBounty' in paid ? minorUnits(paid.personalBounty) : 0;

/** Distinct prices by kind, with the id under which each is sold. */
const priceList = (kind: Kind, sales: readonly Paid[]) => {
  const ids = new Map<string, string>();
  const idOf = (paid: Paid): string => {
    const key = JSON.stringify(priceOf(paid));
    const id = ids.get(key) ?? `${kind}-${ids.size + 1}`;
    ids.set(key, id);
    return id;
  };
  const profiles = new Map(sales.map((paid) => [idOf(paid), priceOf(paid)]));
  return { idOf, profiles: [...profiles].map(([id, price]) => ({ id, ...price })) };
};

// ── Settings ────────────────────────────────────────────────────────────────────────────────────

const minutesOf = (minutes: Decimal): number =>
  Math.min(600, Math.max(1, Math.ceil(minorUnits(minutes, 2) / 100)));

const levelOf = (level: Recording['levels'][number]): Level => {
  const minutes = minutesOf(level.minutes);
  if (level.kind === 'break') return { kind: 'break', minutes };
  const { smallBlind, bigBlind, ante, gameType, gameName } = level;
  return {
    kind: 'round',
    game: gameName === '' ? "Hold'em" : gameName.slice(0, 40),
    gameType: gameType === 'limit' ? 'fixedLimit' : gameType,
    smallBlind,
    bigBlind,
    ante,
    anteType: ante === 0 ? 'none' : 'classic',
    limits: level.limits.slice(0, 8).filter((limit) => limit > 0),
    minutes,
  };
};

/** TDD plays any list of levels, Felt only playable ones; places and money do not depend on it. */
const STAND_IN: Level = {
  kind: 'round',
  game: "Hold'em",
  gameType: 'noLimit',
  smallBlind: 1,
  bigBlind: 2,
  ante: 0,
  anteType: 'none',
  minutes: 600,
};

export const levelsOf = (recording: Recording): readonly Level[] =>
  recording.levels.slice(0, 200).map(levelOf);
export const standInLevels: readonly Level[] = [STAND_IN];

const percentRow = (rank: number, amount: Decimal): PayoutRow => ({
  from: rank,
  to: rank,
  kind: 'percent',
  basisPoints: Math.min(10_000, minorUnits(amount)),
});

/** The prizes by rank as the director had planned them; what TDD paid is not looked at. */
export const payoutRowsOf = (recording: Recording): readonly PayoutRow[] =>
  recording.prizes.prizes.flatMap((prize): PayoutRow[] => {
    const { rank } = prize;
    if (prize.type !== 'rank' || rank === null || rank < 1 || rank > 20_000) return [];
    if (prize.amountType === 'percent') return [percentRow(rank, prize.amount)];
    const at = { from: rank, to: rank };
    if (prize.amountType === 'fixed')
      return [{ ...at, kind: 'fixed', amount: Math.max(0, minorUnits(prize.amount)) }];
    return [{ ...at, kind: 'other', text: prize.nonMonetary.slice(0, 120) || 'prize' }];
  });

const roundingUnit = ({ prizes }: Recording): number =>
  prizes.rounding === 'none' ? 1 : Math.max(1, minorUnits(prizes.roundToNearest));

const fixedRakes = ({ financials: { fixedRake } }: Recording) =>
  fixedRake.type === 'amount'
    ? fixedRake.amounts.map((amount, i) => ({
        kind: 'amount' as const,
        name: `Rake ${i + 1}`,
        amount: minorUnits(amount),
      }))
    : fixedRake.percents.map((percent, i) => ({
        kind: 'percent' as const,
        name: `Rake ${i + 1}`,
        basisPoints: Math.min(10_000, minorUnits(percent)),
      }));

const creationOf = (recording: Recording, lists: PriceLists): Creation => ({
  name: recording.title.slice(0, 80).trim() || 'Recorded tournament',
  // A file names no currency; two digits are what its amounts have.
  currency: 'SEK',
  mode: recording.counting.trackPlayers ? 'named' : 'counters',
  buyIns: lists.buyIns.profiles,
  rebuys: { allowed: true, profiles: lists.rebuys.profiles },
  addOns: { allowed: true, profiles: lists.addOns.profiles },
  hits: { track: true, fullCredit: recording.counting.fullCreditHit },
  pool: {
    rakes: fixedRakes(recording),
    houseContribution: Math.max(0, minorUnits(recording.financials.houseContribution)),
    guarantee: Math.max(0, minorUnits(recording.financials.guaranteedPot)),
  },
  payouts: {
    source: { kind: 'rows', rows: [...payoutRowsOf(recording)] },
    unit: roundingUnit(recording),
    remainder: 'first',
    minCash: null,
    leftover: 'first',
  },
  seating: { autoSeat: false },
  pointsForHit: minorUnits(recording.financials.pointsForHit, 0),
});

// ── The night, in the order of its times ────────────────────────────────────────────────────────

type PriceLists = { readonly [K in Kind]: ReturnType<typeof priceList> };

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
