import { DAY, HOUR } from '../../kernel/time.ts';
import type { Order } from '../../sync/protocol.ts';

/** What is taken of the core within a day, so that one that lies fills no disk. */
export type Share = { readonly orders: number; readonly bytes: number };

/** A league that registers every player it has stays far below. */
export const SHARE: Share = { orders: 20_000, bytes: 64 * 1024 * 1024 };

/**
 * Counts orders and their bytes against a day's share, which grows again all the time. What is beyond
 * waits at the core: it sends it again until it was taken.
 * @param bootMs a clock that is never set.
 * @param over told at most once an hour.
 */
export const createShare = ({
  bootMs,
  over,
  share = SHARE,
}: {
  readonly bootMs: () => number;
  readonly over: () => void;
  readonly share?: Share;
}) => {
  let left = { ...share, at: bootMs() };
  let toldAt = Number.NEGATIVE_INFINITY;

  const grow = (): void => {
    const at = bootMs();
    const part = Math.max(0, at - left.at) / DAY;
    left = {
      at,
      orders: Math.min(share.orders, left.orders + share.orders * part),
      bytes: Math.min(share.bytes, left.bytes + share.bytes * part),
    };
  };

  return {
    /** Whether another one may be taken; one more than is left at the most. */
    hasLeft: (): boolean => {
      grow();
      if (left.orders >= 1 && left.bytes > 0) return true;
      if (left.at - toldAt >= HOUR) {
        toldAt = left.at;
        over();
      }
      return false;
    },
    /** It was taken, for good. */
    count: ({ body }: Pick<Order, 'body'>): void => {
      const bytes = Buffer.byteLength(JSON.stringify(body));
      left = { at: left.at, orders: left.orders - 1, bytes: left.bytes - bytes };
    },
  };
};
