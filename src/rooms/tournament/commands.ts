import * as v from 'valibot';
import {
  amount,
  chips,
  count,
  id,
  LARGEST,
  moment,
  signedAmount,
  text,
} from '../../kernel/parse.ts';
import type { Now } from '../../kernel/time.ts';
import { levelSchema, levelsSchema } from '../../poker/blinds.ts';
import { chipSchema } from '../../poker/chips.ts';
import { DEFAULT_PLAN, payoutPlanSchema, payoutRowsSchema } from '../../poker/payouts.ts';
import { rakeSchema } from '../../poker/pool.ts';

// ── Words that the outside sends ────────────────────────────────────────────────────────────────

export const METHODS = ['cash', 'card', 'ticket', 'online', 'credit'] as const;
export const method = v.picklist(METHODS);

const reason = text(200, 1);
const name = text(80, 1);
const orNone = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
const level = count(10_000);

/** A buy-in, rebuy or add-on as it is sold: "early bird", "staff", "ticket" (BUY-1). */
export const profileSchema = v.strictObject({
  id,
  name,
  enabled: v.optional(v.boolean(), true),
  /** What the player pays in all; rakes and bounty are parts of it. */
  price: amount,
  rakes: v.optional(v.pipe(v.array(rakeSchema), v.maxLength(8)), []),
  chips,
  points: v.optional(signedAmount, 0),
  bounty: v.optional(amount, 0),
  /** Price and chips may be changed at the desk. */
  mayChange: v.optional(v.boolean(), false),
});

const profiles = v.pipe(
  v.array(profileSchema),
  v.maxLength(100),
  v.check((list) => new Set(list.map((p) => p.id)).size === list.length, 'profile ids must differ'),
);

/** When and how often rebuys or add-ons are sold (BUY-3); null is "no limit". Levels count rounds. */
export const salesSchema = v.strictObject({
  allowed: v.optional(v.boolean(), false),
  profiles: v.optional(profiles, []),
  firstLevel: orNone(level),
  lastLevel: orNone(level),
  until: orNone(moment),
  maxPerPlayer: orNone(count(1_000)),
  maxTotal: orNone(count(1_000_000)),
  minPlayers: orNone(count(100_000)),
  /** Only with at most so many chips. */
  chipThreshold: orNone(chips),
});

const sales = v.optional(salesSchema, {});
const offThePool = v.optional(v.pipe(v.array(rakeSchema), v.maxLength(8)), []);

const currency = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/u, 'must be an ISO 4217 code such as EUR'),
  v.check((code) => Intl.supportedValuesOf('currency').includes(code), 'is no ISO 4217 currency'),
);

const configFields = {
  name,
  currency,
  description: v.optional(text(2_000), ''),
  /** Wall clock of the scheduled start, or none. */
  startsAt: orNone(moment),
  /** Whether the clock stands still at the scheduled start until the floor lets it run (CLK-5). */
  startPaused: v.optional(v.boolean(), false),
  /** `counters` is TDD's simple mode: numbers without names (BUY-6). */
  mode: v.optional(v.picklist(['named', 'counters']), 'named'),
  buyIns: v.pipe(profiles, v.minLength(1)),
  reEntry: v.optional(
    v.strictObject({
      allowed: v.optional(v.boolean(), false),
      maxPerPlayer: orNone(count(1_000)),
      /** One person may play several entries at the same time. */
      concurrent: v.optional(v.boolean(), false),
    }),
    {},
  ),
  rebuys: sales,
  addOns: sales,
  registration: v.optional(
    v.strictObject({
      /** Entries close when this round is over; null: the floor closes them. */
      lastLevel: orNone(level),
      until: orNone(moment),
      /** Where a break follows the closing level, open until play resumes (WSOP R12). */
      throughBreak: v.optional(v.boolean(), true),
    }),
    {},
  ),
  noShow: v.optional(v.picklist(['off', 'blindedOff', 'stackOut']), 'blindedOff'),
  /** Do places count every entry, or every person once with the best one? */
  placesCount: v.optional(v.picklist(['entries', 'players']), 'entries'),
  hits: v.optional(
    v.strictObject({
      /** Ask who knocked out whom even where no bounty is at stake. */
      track: v.optional(v.boolean(), false),
      /** Several hitmen: a full hit for each, or parts of one. Bounty money is always split. */
      fullCredit: v.optional(v.boolean(), true),
    }),
    {},
  ),
  pool: v.optional(
    v.strictObject({
      rakes: offThePool,
      withheld: offThePool,
      houseContribution: v.optional(amount, 0),
      guarantee: v.optional(amount, 0),
    }),
    {},
  ),
  payouts: v.optional(payoutPlanSchema, DEFAULT_PLAN),
  chips: v.optional(v.pipe(v.array(chipSchema), v.maxLength(20)), []),
  /** Seconds before a level's end at which screens and sounds warn (CLK-4). */
  warningSeconds: v.optional(v.pipe(v.array(count(3_600, 1)), v.maxLength(10)), [60, 30, 10]),
  seating: v.optional(
    v.strictObject({
      seatsPerTable: v.optional(count(11, 2), 9),
      /** Tables may differ by so many players before a move is proposed. */
      maxDifference: v.optional(count(10, 1), 1),
      /** Draw a seat at every buy-in where a table has room. */
      autoSeat: v.optional(v.boolean(), true),
    }),
    {},
  ),
  /** A stop of the leaf up to this long goes on as if nothing had happened (CLK-7). */
  resumeWithinMs: v.optional(count(3_600_000), 60_000),
  /** Points for each hit, added to the entry's points. */
  pointsForHit: v.optional(signedAmount, 0),
};

export const configSchema = v.strictObject(configFields);
export type Config = v.InferOutput<typeof configSchema>;
export type Profile = v.InferOutput<typeof profileSchema>;
export type Sales = v.InferOutput<typeof salesSchema>;
export type Method = (typeof METHODS)[number];

/** Either the levels themselves or the name of a template that brings levels, chips and stack. */
export const createBody = v.strictObject({
  ...configFields,
  buyIns: v.optional(profiles, []),
  levels: v.optional(levelsSchema),
  template: v.optional(
    v.picklist(['turbo', 'standard', 'deepStack', 'wsop', 'horse', 'eightGame']),
  ),
});

/** Any part of the configuration; what is left out stays as it is. */
export const configureBody = v.strictObject({
  ...v.partial(v.strictObject(configFields)).entries,
  levels: v.optional(levelsSchema),
  reason: v.optional(reason),
});

export const paymentSchema = v.strictObject({
  method: v.optional(method, 'cash'),
  /** What was handed over now; the rest is owed (a marker). Left out: paid in full. */
  paid: v.optional(amount),
});

export const seatSchema = v.strictObject({ tableId: id, seat: count(11, 1) });

export const buyInBody = v.strictObject({
  playerId: id,
  profileId: v.optional(id),
  /** Only where the profile may be changed at the desk. */
  price: v.optional(amount),
  chips: v.optional(chips),
  payment: v.optional(paymentSchema, {}),
  /** `draw` a random one, `none` yet, or this one (which needs a reason in the house's book). */
  seat: v.optional(v.union([v.picklist(['draw', 'none']), seatSchema])),
  /** After entries closed, or past a limit: why the floor lets it happen. */
  override: v.optional(reason),
});

export const purchaseBody = v.strictObject({
  entryId: v.optional(id),
  profileId: v.optional(id),
  price: v.optional(amount),
  chips: v.optional(chips),
  times: v.optional(count(20, 1), 1),
  payment: v.optional(paymentSchema, {}),
  override: v.optional(reason),
});

const hitman = v.strictObject({ entryId: id, weight: v.optional(count(1_000, 1), 1) });

export const bustBody = v.strictObject({
  entryId: v.optional(id),
  hitmen: v.optional(v.pipe(v.array(hitman), v.maxLength(10)), []),
  /** Stack at the start of the hand: ranks several who bust in one hand at one table. */
  stack: v.optional(chips),
});

/** Everybody who busted in one hand, in one command. */
export const bustsBody = v.strictObject({
  busts: v.pipe(
    v.array(
      v.strictObject({
        entryId: id,
        hitmen: v.optional(v.pipe(v.array(hitman), v.maxLength(10)), []),
        stack: v.optional(chips),
      }),
    ),
    v.minLength(1),
    v.maxLength(100),
  ),
});

export const chipsBody = v.strictObject({ entryId: v.optional(id), chips });
export const chipCountsBody = v.strictObject({
  counts: v.pipe(
    v.array(v.strictObject({ entryId: id, chips })),
    v.minLength(1),
    v.maxLength(10_000),
  ),
});

export const CHIP_REASONS = [
  'bonus',
  'forfeit',
  'disqualification',
  'race',
  'found',
  'correction',
] as const;
export const adjustChipsBody = v.strictObject({
  reason: v.picklist(CHIP_REASONS),
  chips: v.pipe(signedAmount, v.notValue(0)),
  entryId: v.optional(id),
  note: v.optional(text(200), ''),
});

export const seatBody = v.strictObject({
  entryId: v.optional(id),
  seat: v.nullable(seatSchema),
  /** True keeps the player out of balancing and draws (dealers, special needs: TDA R9). */
  locked: v.optional(v.boolean()),
});
export const moveBody = v.strictObject({
  moves: v.pipe(
    v.array(v.strictObject({ entryId: id, to: v.nullable(seatSchema) })),
    v.minLength(1),
    v.maxLength(1_000),
  ),
  reason: v.optional(text(200), ''),
});
export const drawBody = v.strictObject({
  /** Everybody anew, or only those without a seat. */
  everyone: v.optional(v.boolean(), false),
  fixed: v.optional(v.record(id, seatSchema), {}),
  apart: v.optional(v.pipe(v.array(v.pipe(v.array(id), v.maxLength(100))), v.maxLength(100)), []),
});

const tableFields = {
  name: v.optional(text(40, 1)),
  seats: v.optional(count(11, 2)),
  blocked: v.optional(
    v.pipe(
      v.array(v.strictObject({ seat: count(11, 1), label: v.optional(text(40), '') })),
      v.maxLength(11),
    ),
  ),
  features: v.optional(v.pipe(v.array(text(40, 1)), v.maxLength(10))),
  /** Where it stands on the plan of the room, in per mille of its width and height. */
  place: v.optional(v.nullable(v.strictObject({ x: count(1_000), y: count(1_000) }))),
};
export const tablesBody = v.strictObject({ ...tableFields, tables: v.optional(count(200, 1), 1) });
export const tableBody = v.strictObject({
  ...tableFields,
  button: v.optional(v.nullable(count(11, 1))),
});

export const jumpBody = v.strictObject({ remainingMs: v.optional(count(36_000_000)) });
export const adjustClockBody = v.strictObject({
  byMs: v.pipe(count(36_000_000, -36_000_000), v.notValue(0)),
});
export const settleClockBody = v.strictObject({ choice: v.picklist(['counted', 'stopped']) });
export const correctLevelBody = v.strictObject({ level: levelSchema, reason });
export const structureBody = v.strictObject({ fromLevel: level, levels: levelsSchema });

export const payoutsBody = v.strictObject({
  rows: v.optional(payoutRowsSchema),
  plan: v.optional(payoutPlanSchema),
  reason: v.optional(reason),
});
export const dealBody = v.strictObject({
  shares: v.pipe(
    v.array(v.strictObject({ entryId: id, amount })),
    v.minLength(2),
    v.maxLength(200),
  ),
  reason: v.optional(text(200), ''),
});
export const grantBody = v.strictObject({
  name,
  amount,
  /** Left out: the leaf draws one of those who entered. */
  entryId: v.optional(id),
});
export const payBody = v.strictObject({
  entryId: v.optional(id),
  amount: v.optional(amount),
  method: v.optional(method, 'cash'),
});
export const receiveBody = v.strictObject({
  entryId: v.optional(id),
  amount: v.optional(amount),
  method: v.optional(method, 'cash'),
});
export const countersBody = v.strictObject({
  entries: count(100_000),
  remaining: count(100_000),
  rebuys: v.optional(count(100_000), 0),
  addOns: v.optional(count(100_000), 0),
});
export const rankBody = v.strictObject({ entryId: id, rank: count(100_000, 1), reason });
/** The floor's correction of what the busts say, for leagues and boards. */
export const adjustEntryBody = v.strictObject({
  entryId: v.optional(id),
  hits: v.optional(count(1_000, -1_000), 0),
  points: v.optional(signedAmount, 0),
  reason,
});
export const undoBody = v.strictObject({ eventId: id, reason: v.optional(text(200), '') });
export const reasonBody = v.strictObject({
  entryId: v.optional(id),
  reason: v.optional(text(200), ''),
});
export const registrationBody = v.strictObject({
  open: v.boolean(),
  reason: v.optional(text(200), ''),
});

// ── Commands as the room meets them: time, chance and ids come along ─────────────────────────────

type Body<S extends v.GenericSchema> = v.InferOutput<S>;
type Who = { readonly playerId?: string | undefined; readonly entryId?: string | undefined };
type Of<Type extends string, Fields = unknown> = {
  readonly type: Type;
  readonly now: Now;
} & Fields;
type Seeded = { readonly seed: string };

export type Command =
  | Of<'create', { config: Config; levels: Body<typeof levelsSchema> }>
  | Of<'configure', Body<typeof configureBody>>
  | Of<'changeStructure', Body<typeof structureBody>>
  | Of<'correctLevel', Body<typeof correctLevelBody>>
  | Of<'start', { paused: boolean }>
  | Of<'pause'>
  | Of<'resume'>
  | Of<'advance'>
  | Of<'rewind'>
  | Of<'jump', { level: number; remainingMs?: number | undefined }>
  | Of<'adjustClock', Body<typeof adjustClockBody>>
  | Of<'levelDue'>
  | Of<'startDue'>
  | Of<'registrationDue'>
  | Of<'warningDue', { seconds: number }>
  | Of<'recoverClock', { lastSeen: Now; outageMs: number | null }>
  | Of<'settleClock', Body<typeof settleClockBody>>
  | Of<'setRegistration', Body<typeof registrationBody>>
  | Of<'end'>
  | Of<'buyIn', Body<typeof buyInBody> & Seeded & { entryId: string }>
  | Of<'rebuy', Body<typeof purchaseBody> & Who & Seeded>
  | Of<'addOn', Body<typeof purchaseBody> & Who>
  | Of<'bust', Body<typeof bustsBody>>
  | Of<'bustOne', Body<typeof bustBody> & Who>
  | Of<'unregister', Body<typeof reasonBody> & Who>
  | Of<'noShow', Body<typeof reasonBody> & Who>
  | Of<'receivePayment', Body<typeof receiveBody> & Who>
  | Of<'payPrize', Body<typeof payBody> & Who>
  | Of<'grantPrize', Body<typeof grantBody> & Seeded>
  | Of<'deal', Body<typeof dealBody>>
  | Of<'changePayouts', Body<typeof payoutsBody>>
  | Of<'openTables', Omit<Body<typeof tablesBody>, 'tables'> & { tableIds: readonly string[] }>
  | Of<'changeTable', Body<typeof tableBody> & { tableId: string }>
  | Of<'closeTable', { tableId: string }>
  | Of<'breakTable', { tableId: string } & Seeded>
  | Of<'drawSeats', Body<typeof drawBody> & Seeded>
  | Of<'move', Body<typeof moveBody>>
  | Of<'seat', Body<typeof seatBody> & Who>
  | Of<'setChips', Body<typeof chipCountsBody>>
  | Of<'setChipsOf', Body<typeof chipsBody> & Who>
  | Of<'adjustChips', Body<typeof adjustChipsBody>>
  | Of<'setCounters', Body<typeof countersBody>>
  | Of<'correctRank', Body<typeof rankBody>>
  | Of<'adjustEntry', Body<typeof adjustEntryBody> & Who>
  | Of<'undo', Body<typeof undoBody> & Seeded>
  | Of<'redo', Body<typeof undoBody> & Seeded>;

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** Every reason for which the room turns a command down. */
export const REFUSALS = [
  'ALREADY_EXISTS',
  'NOT_FOUND',
  'NOT_STARTED',
  'ALREADY_STARTED',
  'ENDED',
  'STILL_PLAYING',
  'ALREADY_PAUSED',
  'ALREADY_RUNNING',
  'NOT_PAUSED',
  'NO_SUCH_LEVEL',
  'PAST_LEVEL',
  'STRUCTURE_INVALID',
  'CLOCK_NOT_INTERRUPTED',
  'CLOCK_UNDECIDED',
  'REGISTRATION_CLOSED',
  'ALREADY_IN',
  'RE_ENTRY_NOT_ALLOWED',
  'NO_SUCH_PROFILE',
  'PROFILE_DISABLED',
  'PRICE_FIXED',
  'PAID_TOO_MUCH',
  'WHICH_ENTRY',
  'NO_SUCH_ENTRY',
  'ALREADY_OUT',
  'NOT_OUT',
  'NOT_ALLOWED',
  'TOO_EARLY',
  'TOO_LATE',
  'LIMIT_REACHED',
  'TOO_FEW_PLAYERS',
  'TOO_MANY_CHIPS',
  'HITMAN_INVALID',
  'BUSTED_TWICE',
  'LAST_PLAYER',
  'SEAT_TAKEN',
  'SEAT_BLOCKED',
  'SEAT_LOCKED',
  'NO_SUCH_SEAT',
  'NO_SUCH_TABLE',
  'TABLE_IN_USE',
  'NO_ROOM',
  'NO_TABLES',
  'NOT_ENOUGH_CHIPS',
  'NOTHING_OWED',
  'NOTHING_DUE',
  'PAYS_TOO_MUCH',
  'PRIZES_PAID',
  'PRIZES_DO_NOT_ADD_UP',
  'REASON_NEEDED',
  'RANK_INVALID',
  'COUNTERS_ONLY',
  'NAMES_ONLY',
  'COUNTERS_INVALID',
  'NOTHING_TO_UNDO',
  'ALREADY_UNDONE',
  'NOT_UNDONE',
  'NOT_UNDOABLE',
  'UNDO_BLOCKED',
  'REDO_BLOCKED',
  'AMOUNT_TOO_LARGE',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** Sums past this are refused, so that every derived number stays a safe integer. */
export const MOST = LARGEST;
