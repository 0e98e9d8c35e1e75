import type { Refusal } from '../kernel/decider.ts';
import { refuse } from '../kernel/decider.ts';
import type { RowWrite } from '../kernel/room.ts';
import type { Committed } from './commit.ts';
import type { CommandRecord } from './port.ts';

/** Who asks, and how its repetition is known. */
export type Request = {
  /** Operator id, or `system`. */
  readonly by: string;
  readonly device: string | null;
  /** Why, when no person asks (`level:<eventId>`): done once per stream, unless `idempotency` is given. */
  readonly cause?: string;
  /** `bodyHash`: sha256 of the request, hex; the same key with another one is refused. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  /** Rows of private tables that become durable with the events, and only with them. */
  readonly rows?: readonly RowWrite[];
};

export type Order = {
  readonly stream: string;
  readonly command: unknown;
  /** Refused with VERSION_MISMATCH where the stream is not at this version. */
  readonly ifVersion?: number;
};

export type Refused = {
  readonly ok: false;
  readonly refusal: Refusal;
  /** Which of the commands was refused. */
  readonly index: number;
};

export type Accepted = {
  readonly ok: true;
  readonly events: readonly Committed[];
  /** The same request was accepted before; these are its events of then. */
  readonly repeated: boolean;
};

export type Answer = (Accepted & { readonly stream: string; readonly version: number }) | Refused;

export type Asked = Request & { readonly orders: readonly Order[] };
export type Key = Pick<CommandRecord, 'operator' | 'key' | 'bodyHash'>;

/** Under which key an accepted request is remembered. */
export const onceKey = ({ by, cause, idempotency, orders }: Asked): Key | null => {
  if (idempotency !== undefined) return { operator: by, ...idempotency };
  if (cause === undefined) return null;
  const streams = orders.map(({ stream }) => stream).join(' ');
  return { operator: 'system', key: `cause:${cause} ${streams}`, bodyHash: '' };
};

export const MISMATCH: Refused = { ok: false, refusal: refuse('IDEMPOTENCY_MISMATCH'), index: 0 };
