import * as v from 'valibot';
import { amount, chips, count, id, moment, signedAmount, text } from '../../../kernel/parse.ts';
import { chipSchema } from '../../../poker/chips.ts';
import { DEFAULT_PLAN, payoutPlanSchema } from '../../../poker/payouts.ts';
import { rakeSchema } from '../../../poker/pool.ts';

export const METHODS = ['cash', 'card', 'ticket', 'online', 'credit'] as const;
export const method = v.picklist(METHODS);

export const name = text(80, 1);
const orNone = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);
export const level = count(10_000);

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

export const profiles = v.pipe(
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

export const configFields = {
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
