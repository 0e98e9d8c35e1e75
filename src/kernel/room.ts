import type { Decider, Fact, Recorded } from './decider.ts';
import type { Envelope } from './envelope.ts';

/** What a column may hold; numbers are whole. */
export type Cell = string | number | null;

/** A table beside the log, described as data so that each adapter writes its own SQL for it. */
export type Table = {
  readonly name: string;
  readonly columns: { readonly [column: string]: 'text' | 'integer' };
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
  /**
   * `projection`: follows from the log alone, can be rebuilt, compared by `verify`.
   * `private`: personal data, secrets and sessions, which never enter the log and are never synced with it.
   */
  readonly kind: 'projection' | 'private';
};

/** One row as it shall be; `row: null` removes it. Rows with the same key: the last one wins. */
export type RowWrite = {
  readonly table: string;
  readonly key: { readonly [column: string]: string | number };
  readonly row: { readonly [column: string]: Cell } | null;
};

/**
 * Rows that follow from one event and the state after it. There is no state before: `evolve` changes
 * the draft in place, so a projection keys its rows by the ids that the event names and asks `after`
 * whether they still stand. Pure; reads nothing.
 */
export type Project<State, Event> = (
  event: Recorded<Event>,
  after: State,
  streamId: string,
) => readonly RowWrite[];

/** A feature as the log and the server meet it. */
export type Room<State, Command, Event extends Fact, Code extends string = string> = Decider<
  State,
  Command,
  Event,
  Code
> & {
  /** First part of its stream names: `tournament` in `tournament:0197…`. */
  readonly name: string;
  readonly tables: readonly Table[];
  readonly project: Project<State, Event>;
  /** Brings an event of any shape ever shipped to today's; the identity where nothing changed yet. */
  readonly upcast: (envelope: Envelope) => Envelope;
  /** Changes whenever `evolve` or the state's shape does: snapshots of another one are ignored. */
  readonly stateVersion: string;
  /**
   * Every type that `evolve` knows, of today's shapes. A copy of another machine's log tells by it
   * which events wait for an upgrade; left out, all are taken for known.
   */
  readonly types?: { readonly [type in Event['type']]: true };
};
