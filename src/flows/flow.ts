import type { Fact, Recorded } from '../kernel/decider.ts';

/** A command for a stream of another room; that room's own rules decide about it. */
export type FlowOrder = { readonly stream: string; readonly command: object };

/**
 * What happens in one room because something happened in another. Pure: the event says everything
 * that the commands need, because by the time they are given the first room may have moved on.
 */
export type FlowOf<Event extends Fact> = {
  /**
   * Unique, and never changed once shipped: its commands have the cause `<name>:<eventId>`, and its
   * place in the log is kept under this name.
   */
  readonly name: string;
  /** Whose events it follows. */
  readonly room: string;
  /** Types of the events that it wants. */
  readonly on: readonly Event['type'][];
  /**
   * The commands that follow from one event, which become durable together or not at all. None, where
   * nothing follows. `streamId` is the id in the event's stream, `0197…` of `tournament:0197…`.
   */
  readonly orders: (event: Recorded<Event>, streamId: string) => readonly FlowOrder[];
};

/** A flow of any events, as it is handed to whoever runs it. */
export type Flow = Omit<FlowOf<Fact>, 'orders'> & {
  readonly orders: (event: never, streamId: string) => readonly FlowOrder[];
};
