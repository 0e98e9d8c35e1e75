import type { Fact, Recorded } from './decider.ts';
import type { Json } from './parse.ts';

/** An event as the log keeps it; serialised once, and hashed as those very bytes. */
export type Envelope = {
  readonly id: string;
  /** `<room>:<id>`, for example `tournament:0197…`. */
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  /** Shape of `data`; older ones are upcast on reading. */
  readonly schema: number;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  /** Operator id, or `system`. */
  readonly by: string;
  /** Sign-in session or screen that the command came from; null for the leaf itself. */
  readonly device: string | null;
  /** Why it happened, when no person asked: `level:<eventId>`, `<flow>:<eventId>`. */
  readonly cause: string | null;
  readonly data: Json;
};

export const recorded = <E extends Fact>(envelope: Envelope): Recorded<E> =>
  // The one place where stored JSON becomes a typed event: `upcast` has brought it to today's shape.
  ({
    type: envelope.type,
    data: envelope.data,
    id: envelope.id,
    version: envelope.version,
    at: envelope.at,
    by: envelope.by,
  }) as Recorded<E>;

export const streamOf = (room: string, id: string): string => `${room}:${id}`;
export const roomOf = (stream: string): string => stream.slice(0, stream.indexOf(':'));
export const idOf = (stream: string): string => stream.slice(stream.indexOf(':') + 1);
