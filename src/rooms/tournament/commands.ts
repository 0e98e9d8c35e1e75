import type * as v from 'valibot';
import type { Now } from '../../kernel/time.ts';
import type { levelsSchema } from '../../poker/blinds.ts';
import type * as bodies from './commands/bodies.ts';
import type { Config } from './commands/config.ts';

export * from './commands/bodies.ts';
export type { Config, Method, Profile, Sales } from './commands/config.ts';
export { configSchema, METHODS, method } from './commands/config.ts';
export type { RefusalCode } from './commands/refusals.ts';
export { REFUSALS } from './commands/refusals.ts';

// Commands as the room meets them: what the outside sent, and time, chance and ids with it.

type Body<S extends v.GenericSchema> = v.InferOutput<S>;
type Who = { readonly playerId?: string | undefined; readonly entryId?: string | undefined };
type Of<Type extends string, Fields = unknown> = {
  readonly type: Type;
  readonly now: Now;
} & Fields;
type Seeded = { readonly seed: string };

export type Command =
  | Of<'create', { config: Config; levels: Body<typeof levelsSchema> }>
  | Of<'configure', Body<typeof bodies.configureBody>>
  | Of<'changeStructure', Body<typeof bodies.structureBody>>
  | Of<'correctLevel', Body<typeof bodies.correctLevelBody>>
  | Of<'discard'>
  | Of<'start', { paused: boolean }>
  | Of<'pause'>
  | Of<'resume'>
  | Of<'advance'>
  | Of<'rewind'>
  | Of<'jump', { level: number; remainingMs?: number | undefined }>
  | Of<'adjustClock', Body<typeof bodies.adjustClockBody>>
  | Of<'levelDue'>
  | Of<'startDue'>
  | Of<'registrationDue'>
  | Of<'warningDue', { seconds: number }>
  | Of<'recoverClock', { lastSeen: Now; outageMs: number | null }>
  /** `stoppedAtMs`: wall clock of the last thing that is known of the leaf that is gone. */
  | Of<'restore', { series: string; stoppedAtMs: number }>
  | Of<'settleClock', Body<typeof bodies.settleClockBody>>
  | Of<'setRegistration', Body<typeof bodies.registrationBody>>
  | Of<'end'>
  | Of<'buyIn', Body<typeof bodies.buyInBody> & Seeded & { entryId: string }>
  | Of<'rebuy', Body<typeof bodies.purchaseBody> & Who & Seeded>
  | Of<'addOn', Body<typeof bodies.purchaseBody> & Who>
  | Of<'bust', Body<typeof bodies.bustsBody>>
  | Of<'bustOne', Body<typeof bodies.bustBody> & Who>
  | Of<'unregister', Body<typeof bodies.reasonBody> & Who>
  | Of<'noShow', Body<typeof bodies.reasonBody> & Who>
  | Of<'receivePayment', Body<typeof bodies.receiveBody> & Who>
  | Of<'payPrize', Body<typeof bodies.payBody> & Who>
  | Of<'grantPrize', Body<typeof bodies.grantBody> & Seeded>
  | Of<'deal', Body<typeof bodies.dealBody>>
  | Of<'changePayouts', Body<typeof bodies.payoutsBody>>
  | Of<
      'openTables',
      Omit<Body<typeof bodies.tablesBody>, 'tables'> & { tableIds: readonly string[] }
    >
  | Of<'changeTable', Body<typeof bodies.tableBody> & { tableId: string }>
  | Of<'closeTable', { tableId: string }>
  | Of<'breakTable', Body<typeof bodies.breakBody> & { tableId: string } & Seeded>
  | Of<'drawSeats', Body<typeof bodies.drawBody> & Seeded>
  | Of<'move', Body<typeof bodies.moveBody>>
  | Of<'seat', Body<typeof bodies.seatBody> & Who>
  | Of<'setChips', Body<typeof bodies.chipCountsBody>>
  | Of<'setChipsOf', Body<typeof bodies.chipsBody> & Who>
  | Of<'adjustChips', Body<typeof bodies.adjustChipsBody>>
  | Of<'setCounters', Body<typeof bodies.countersBody>>
  | Of<'correctRank', Body<typeof bodies.rankBody>>
  | Of<'adjustEntry', Body<typeof bodies.adjustEntryBody> & Who>
  | Of<'undo', Body<typeof bodies.undoBody> & Seeded>
  | Of<'redo', Body<typeof bodies.undoBody> & Seeded>;

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
