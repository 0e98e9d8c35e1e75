import type { Json } from './parse.ts';

/** A fact before it has a place in the log: a noun in the past tense and plain JSON. */
export type Fact = { readonly type: string; readonly data: Json };

/** An event as `evolve` meets it: the fact, its id, its version in the stream and the wall clock. */
export type Recorded<E> = E & {
  readonly id: string;
  /** 1 for the first event of its stream, without gaps. */
  readonly version: number;
  /** Wall clock, ms since the epoch: a label, never an order. */
  readonly at: number;
  /** Operator id, or `system`. */
  readonly by: string;
};

/** A command that the rules turned down. `refused` is a closed code that tests and screens use. */
export type Refusal<Code extends string = string> = {
  readonly refused: Code;
  readonly details?: Json;
};

export const refuse = <Code extends string>(refused: Code, details?: Json): Refusal<Code> =>
  details === undefined ? { refused } : { refused, details };

export const isRefusal = <Code extends string>(
  outcome: readonly unknown[] | Refusal<Code>,
): outcome is Refusal<Code> => !Array.isArray(outcome);

/**
 * The inner shape of every room (Jérémie Chassaing's decider).
 * `decide` refuses or answers bare events and throws only for bugs; `evolve` is total and may change
 * the draft it is given, because `fold` owns it and nobody else holds it.
 */
export type Decider<State, Command, Event, Code extends string = string> = {
  readonly initial: () => State;
  readonly decide: (state: State, command: Command) => readonly Event[] | Refusal<Code>;
  readonly evolve: (state: State, event: Recorded<Event>) => State;
};

export const fold = <State, Event>(
  evolve: (state: State, event: Recorded<Event>) => State,
  initial: State,
  events: Iterable<Recorded<Event>>,
): State => {
  let state = initial;
  for (const event of events) state = evolve(state, event);
  return state;
};
