import type { Recorded } from '../../../kernel/decider.ts';
import type { EventOf, Undoable } from '../events.ts';
import type { Entry, State } from '../state.ts';

export type Effect<Type extends Undoable> = {
  /** What the fact does to the state; where people sit afterwards is `seatsAfter`. */
  readonly apply: (state: State, fact: Recorded<EventOf<Type>>) => void;
  /** Exactly the way back; seats and clock come with the undoing event. */
  readonly revert: (state: State, fact: Recorded<EventOf<Type>>) => void;
};

export const withEntry = (state: State, entryId: string, how: (entry: Entry) => void): void => {
  const entry = state.entries[entryId];
  if (entry !== undefined) how(entry);
};

export const anchor = (state: State, eventId: string, to: State['clock']['anchor']): void => {
  state.clock.anchor = to;
  state.clock.anchorEvent = eventId;
};
