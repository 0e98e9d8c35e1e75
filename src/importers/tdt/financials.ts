import type { Decimal } from './decimal.ts';
import {
  decimal,
  flag,
  money,
  oneOf,
  optionalSection,
  rakes,
  type Section,
  section,
  sections,
  text,
  whole,
} from './fields.ts';

/** One price at the till. Amounts in the file's units. */
export type FeeProfile = {
  readonly name: string;
  readonly enabled: boolean;
  /** The till may change the price on the spot. */
  readonly allowChange: boolean;
  /** Rakes included, bounty chip not. */
  readonly fee: Decimal;
  /** One for each rake that the venue named; the names are not in the file. */
  readonly rakes: readonly Decimal[];
  readonly chips: number;
  readonly points: Decimal;
  readonly bountyCost: Decimal;
};

/** Buy-ins, rebuys or add-ons; 0 in a limit means none (venues also type 9999). */
export type Purchase = {
  readonly allow: boolean;
  readonly profiles: readonly FeeProfile[];
  /** Index of the profile that the till starts with. */
  readonly defaultProfile: number;
  readonly lastRound: number;
  readonly maxPerPlayer: number;
  readonly maxTotal: number;
  readonly minPlayers: number;
};

export const ROUNDINGS = ['none', 'up', 'nearest', 'down'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** Taken from the whole pot, besides what each purchase pays. */
export type FixedRake = {
  readonly type: 'amount' | 'percent';
  readonly amounts: readonly Decimal[];
  readonly percents: readonly Decimal[];
  readonly rounding: Rounding;
  readonly roundToNearest: Decimal;
};

export type Financials = {
  readonly buyIn: Purchase;
  readonly rebuy: Purchase;
  readonly addOn: Purchase;
  readonly fixedRake: FixedRake;
  readonly houseContribution: Decimal;
  readonly guaranteedPot: Decimal;
  readonly totalChipsAdjustment: number;
  readonly pointsForHit: Decimal;
  /** Formula of the points for playing, in TDD's language; '' for none. */
  readonly pointsFormula: string;
  readonly useBounties: boolean;
  /** Only who bought a bounty chip can win one. */
  readonly restrictedBounty: boolean;
  readonly allowRebuyWhileIn: boolean;
  readonly allowRebuyOverrideAfterBustOut: boolean;
};

export const readFinancials = (from: Section): Financials => ({
  ...(from.fields.has('EntryFee') ? oldForm(from) : newForm(from)),
  houseContribution: money(from, 'HouseContribution'),
  guaranteedPot: money(from, 'GuaranteedPot'),
  totalChipsAdjustment: whole(from, 'TotalChipsAdjustment'),
  pointsForHit: decimal(from, 'PointsForHit'),
  pointsFormula: formula(from, 'PointsForPlaying'),
  useBounties: flag(from, 'UseBounties'),
  restrictedBounty: flag(from, 'RestrictedBounty'),
  allowRebuyWhileIn: flag(from, 'AllowInTourneyRebuys'),
  allowRebuyOverrideAfterBustOut: flag(from, 'AllowRebuyOverrideAfterBustout'),
});

type Prices = Pick<Financials, 'buyIn' | 'rebuy' | 'addOn' | 'fixedRake'>;

/** 3.4.3 and later: `FinancialConfig` with profiles. */
const newForm = (from: Section): Prices => {
  const rake = section(from, 'FixedRake');
  return {
    buyIn: readPurchase(section(from, 'Buyins')),
    rebuy: readPurchase(section(from, 'Rebuys')),
    addOn: readPurchase(section(from, 'AddOns')),
    fixedRake: {
      type: oneOf(rake, 'Type', ['amount', 'percent']),
      amounts: rakes(rake, 'Real'),
      percents: rakes(rake, 'Percent'),
      rounding: oneOf(rake, 'Round', ROUNDINGS),
      roundToNearest: decimal(rake, 'RoundToNearest'),
    },
  };
};

/** 3.0: `GameFinancials` with one price each. */
const oldForm = (from: Section): Prices => ({
  buyIn: {
    ...NO_LIMITS,
    profiles: [
      {
        ...ORDINARY,
        fee: money(from, 'EntryFee'),
        rakes: rakes(from, 'PPRake'),
        chips: whole(from, 'StartingChips'),
        points: decimal(from, 'PointsForBuyin'),
        bountyCost: money(from, 'DefaultBounty'),
      },
    ],
  },
  rebuy: readOldPurchase(section(from, 'Rebuys')),
  addOn: readOldPurchase(section(from, 'AddOns')),
  fixedRake: {
    type: oneOf(from, 'FixedRakeType', ['amount', 'percent']),
    amounts: rakes(from, 'FixedRake'),
    percents: rakes(from, 'FixedRakePercent'),
    rounding: oneOf(from, 'FixedRakeRounding', ROUNDINGS),
    roundToNearest: decimal(from, 'FixedRakeRoundToNearest'),
  },
});

const ORDINARY = { name: '', enabled: true, allowChange: false } as const;
const NO_LIMITS = {
  allow: true,
  defaultProfile: 0,
  lastRound: 0,
  maxPerPlayer: 0,
  maxTotal: 0,
  minPlayers: 0,
} as const;

const readLimits = (from: Section): Omit<Purchase, 'profiles'> => ({
  allow: flag(from, 'Allow', true),
  defaultProfile: whole(from, 'DefIndex'),
  lastRound: whole(from, 'LastRound'),
  maxPerPlayer: whole(from, 'MaxPerPlayer'),
  maxTotal: whole(from, 'MaxTotal'),
  minPlayers: whole(from, 'MinPlayers'),
});

const readPurchase = (from: Section): Purchase => ({
  ...readLimits(from),
  profiles: sections(from, 'Profiles').map((profile) => ({
    name: text(profile, 'Name'),
    enabled: flag(profile, 'Enabled', true),
    allowChange: flag(profile, 'AllowChange'),
    ...readPrice(profile),
  })),
});

const readOldPurchase = (from: Section): Purchase => ({
  ...readLimits(from),
  profiles: [{ ...ORDINARY, ...readPrice(from) }],
});

const readPrice = (from: Section) => ({
  fee: money(from, 'Fee'),
  rakes: rakes(from, 'Rake'),
  chips: whole(from, 'Chips'),
  points: decimal(from, 'Points'),
  bountyCost: money(from, 'BountyChipCost'),
});

/** The text of a `UserFormula`. */
export const formula = (from: Section, key: string): string => {
  const found = optionalSection(from, key);
  return found === null ? '' : text(found, 'Text');
};
