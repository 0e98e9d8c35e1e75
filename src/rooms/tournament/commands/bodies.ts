import * as v from 'valibot';
import { amount, chips, count, id, signedAmount, text } from '../../../kernel/parse.ts';
import { levelSchema, levelsSchema } from '../../../poker/blinds.ts';
import { payoutPlanSchema, payoutRowsSchema } from '../../../poker/payouts.ts';
import { configFields, level, method, name, profiles } from './config.ts';

const reason = text(200, 1);

/**
 * Levels and buy-ins of its own, or those of one of Felt's templates, or everything that another
 * tournament or a template of the house has (BLD-6); what is given goes before what is copied.
 */
export const createBody = v.strictObject({
  ...v.partial(v.strictObject(configFields)).entries,
  name,
  buyIns: v.optional(profiles, []),
  levels: v.optional(levelsSchema),
  template: v.optional(
    v.picklist(['turbo', 'standard', 'deepStack', 'wsop', 'horse', 'eightGame']),
  ),
  /** Id of a tournament, or of a template in the library. Its tables are opened as well. */
  copyOf: v.optional(id),
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
export const breakBody = v.strictObject({
  /** As a preview drew it, seats perhaps changed by the floor since; left out: drawn now. */
  drawn: v.optional(
    v.strictObject({
      seed: text(100, 1),
      moves: v.pipe(v.array(v.strictObject({ entryId: id, to: seatSchema })), v.maxLength(11)),
    }),
  ),
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
export const tablesBody = v.strictObject({
  ...tableFields,
  tables: v.optional(count(200, 1), 1),
  /** What the venue's language calls a table, for those without a name of their own: `Bord 4`. */
  word: v.optional(text(20, 1)),
});
export const tableBody = v.strictObject({
  ...tableFields,
  /** Opens a closed table again, as it was; of one that is open it says nothing. */
  open: v.optional(v.literal(true)),
  button: v.optional(v.nullable(count(11, 1))),
});

export const jumpBody = v.strictObject({ remainingMs: v.optional(count(36_000_000)) });
export const adjustClockBody = v.strictObject({
  byMs: v.pipe(count(36_000_000, -36_000_000), v.notValue(0)),
});
export const settleClockBody = v.strictObject({ choice: v.picklist(['counted', 'stopped']) });
export const correctLevelBody = v.strictObject({
  level: levelSchema,
  reason,
  /** Index of the level that is meant: refused where another one is being played by now. */
  index: v.optional(level),
});
export const structureBody = v.strictObject({
  fromLevel: level,
  /** None: the structure ends before `fromLevel`. */
  levels: v.pipe(v.array(levelSchema), v.maxLength(200)),
});

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
