import type { Decimal } from './decimal.ts';
import {
  asSection,
  decimal,
  entries,
  flag,
  list,
  moment,
  money,
  oneOf,
  optionalSection,
  rakes,
  type Section,
  section,
  sections,
  text,
  textOf,
  warn,
  whole,
} from './fields.ts';

/** A seat as TDD noted it; `tableId` is '' where a 3.0 file has none. */
export type RecordedSeat = {
  readonly tableId: string;
  readonly tableName: string;
  /** From 0. */
  readonly seatIndex: number;
};

export type RecordedBustOut = {
  /** ms since the epoch, floored to whole seconds by TDD: equal times are one bust of several. */
  readonly timeMs: number;
  /** From 1. */
  readonly round: number;
  /** Player ids; none, one or several. */
  readonly hitmen: readonly string[];
  readonly seat: RecordedSeat | null;
};

type Paid = {
  readonly timeMs: number;
  readonly round: number;
  /** Rakes included, bounty not; in the file's units. */
  readonly amount: Decimal;
  readonly rakes: readonly Decimal[];
  readonly chips: number;
  readonly points: Decimal;
  readonly profileName: string;
};

/** The first one of a player is the buy-in, each later one a rebuy or re-entry. */
export type RecordedBuyIn = Paid & {
  /** Paid besides `amount`, never part of the pot. */
  readonly personalBounty: Decimal;
  /** The seat at the (late) buy-in or rebuy. */
  readonly seat: RecordedSeat | null;
  /** `null` on the last one means: still in, or the winner. */
  readonly bustOut: RecordedBustOut | null;
};

export type RecordedAddOn = Paid;

export type RecordedPlayer = {
  /** Opaque: versions before 3 made ids that are no UUIDs. */
  readonly id: string;
  readonly nickname: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly contact: RecordedContact;
  /** Empty for who registered and never bought in. */
  readonly buyIns: readonly RecordedBuyIn[];
  readonly addOns: readonly RecordedAddOn[];
  readonly paidInFull: boolean;
  readonly cashAdjustment: Decimal;
  readonly pointsAdjustment: Decimal;
  readonly hitsAdjustment: Decimal;
  /** For display only. */
  readonly chipCount: number;
  readonly tableMoves: number;
};

export type RecordedContact = {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly country: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly notes: string;
  /** The venue's own number for the player. */
  readonly externalId: string;
};

/** The four counters count only where players are not tracked one by one. */
export type Counting = {
  readonly trackPlayers: boolean;
  readonly entries: number;
  readonly players: number;
  readonly rebuys: number;
  readonly addOns: number;
  /** Each of several hitmen gets a whole hit, not a share. */
  readonly fullCreditHit: boolean;
};

const METHODS = ['percent', 'amount', 'chips', 'icm'] as const;

/** A deal: who gets which part. Only method `amount` was ever seen; the others follow its number. */
export type RecordedChop = {
  readonly awarded: boolean;
  readonly cashMethod: (typeof METHODS)[number];
  readonly pointsMethod: (typeof METHODS)[number];
  readonly portions: readonly {
    readonly playerId: string;
    readonly cashPercent: Decimal;
    readonly cashAmount: Decimal;
    readonly cashChips: number;
    readonly cashIcm: Decimal;
    readonly pointsPercent: Decimal;
    readonly pointsAmount: Decimal;
    readonly pointsChips: number;
    /** Order among those who share the rank, from 0. */
    readonly relativeRank: number;
  }[];
};

export type PlayersPart = {
  readonly players: readonly RecordedPlayer[];
  readonly chops: readonly RecordedChop[];
  readonly counting: Counting;
};

/** `T.Players`: the `GamePlayers` section. */
export const readPlayers = (from: Section): PlayersPart => {
  const found = entries(from, 'Players');
  const known = new Set(found.map(([id]) => id));
  return {
    players: found.flatMap(([id, value]) =>
      asSection(from, `Players.${id}`, value).map((player) => readPlayer(player, id, known)),
    ),
    chops: readChops(from),
    counting: readCounting(section(from, 'Config')),
  };
};

const readPlayer = (from: Section, id: string, known: ReadonlySet<string>): RecordedPlayer => {
  const name = section(from, 'Name');
  const info = optionalSection(from, 'Info');
  if (from.fields.has('UUID') && text(from, 'UUID') !== id) warn(from, 'ODD_VALUE', 'UUID');
  return {
    id,
    nickname: text(name, 'Nickname'),
    firstName: text(name, 'Firstname'),
    lastName: text(name, 'Lastname'),
    contact: readContact(info ?? { ...from, fields: new Map() }),
    buyIns: sections(from, 'Buyins').map((buyIn) => readBuyIn(buyIn, known)),
    addOns: sections(from, 'AddOns').map(readPaid),
    paidInFull: flag(from, 'PaidInFull', true),
    cashAdjustment: money(from, 'CashAdjustment'),
    pointsAdjustment: decimal(from, 'PointsAdjustment'),
    hitsAdjustment: decimal(from, 'HitsAdjustment'),
    chipCount: whole(from, 'ChipCount'),
    tableMoves: whole(from, 'NumberOfTableMoves'),
  };
};

const readContact = (from: Section): RecordedContact => ({
  street: text(from, 'StreetAddress'),
  city: text(from, 'City'),
  state: text(from, 'State'),
  zip: text(from, 'Zipcode'),
  country: text(from, 'Country'),
  phones: [text(from, 'Phone1'), text(from, 'Phone2')].filter((phone) => phone !== ''),
  emails: [text(from, 'Email1'), text(from, 'Email2')].filter((email) => email !== ''),
  notes: text(from, 'Notes'),
  externalId: text(from, 'OptID'),
});

const readPaid = (from: Section): Paid => ({
  timeMs: moment(from, 'Time') ?? 0,
  round: whole(from, 'Round'),
  amount: money(from, 'Amount'),
  rakes: rakes(from, 'Rake'),
  chips: whole(from, 'Chips'),
  points: decimal(from, 'Points'),
  profileName: text(from, 'ProfileName'),
});

const readBuyIn = (from: Section, known: ReadonlySet<string>): RecordedBuyIn => {
  const bustOut = optionalSection(from, 'BustOut');
  return {
    ...readPaid(from),
    personalBounty: money(from, 'PersonalBounty'),
    seat: readSeat(from),
    bustOut: bustOut && readBustOut(bustOut, known),
  };
};

const readBustOut = (from: Section, known: ReadonlySet<string>): RecordedBustOut => ({
  timeMs: moment(from, 'Time') ?? 0,
  round: whole(from, 'Round'),
  hitmen: playerIds(from, 'HitmanUUID', known),
  seat: readSeat(from),
});

const readSeat = (from: Section): RecordedSeat | null => {
  const seat = optionalSection(from, 'Seat');
  return (
    seat && {
      tableId: text(seat, 'TableUUID'),
      tableName: text(seat, 'TableName'),
      seatIndex: whole(seat, 'SeatIndex'),
    }
  );
};

/** The ids of a list that name a player of the file; others are left out, with a warning. */
export const playerIds = (from: Section, key: string, known: ReadonlySet<string>): string[] =>
  list(from, key).flatMap((item, i) => {
    const id = textOf(item);
    if (id !== null && known.has(id)) return [id];
    warn(from, id === null ? 'ODD_VALUE' : 'UNKNOWN_PLAYER', `${key}.${i}`);
    return [];
  });

const readChops = (from: Section): RecordedChop[] =>
  sections(section(from, 'Chops'), 'Chops').map((chop) => ({
    awarded: flag(chop, 'Awarded'),
    cashMethod: oneOf(chop, 'CashMethod', METHODS),
    pointsMethod: oneOf(chop, 'PointsMethod', METHODS),
    portions: entries(chop, 'Portions').flatMap(([playerId, value]) =>
      asSection(chop, `Portions.${playerId}`, value).map((portion) => ({
        playerId,
        cashPercent: decimal(portion, 'CashPercent'),
        cashAmount: money(portion, 'CashReal'),
        cashChips: whole(portion, 'CashChipCount'),
        cashIcm: decimal(portion, 'CashICM'),
        pointsPercent: decimal(portion, 'PointsPercent'),
        pointsAmount: decimal(portion, 'PointsReal'),
        pointsChips: whole(portion, 'PointsChipCount'),
        relativeRank: whole(portion, 'RelativeRank'),
      })),
    ),
  }));

const readCounting = (from: Section): Counting => ({
  trackPlayers: flag(from, 'TrackPlayers', true),
  entries: whole(from, 'NumberOfEntries'),
  players: whole(from, 'NumberOfPlayers'),
  rebuys: whole(from, 'NumberOfRebuys'),
  addOns: whole(from, 'NumberOfAddOns'),
  fullCreditHit: flag(from, 'FullCreditHit', true),
});
