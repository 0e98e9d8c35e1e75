import { SECOND } from '../../kernel/time.ts';
import type { Delivery, Timers } from '../port.ts';

/** The hub gives a message to another process after 15 s without an answer: well before that. */
const HOLD_MS = 10 * SECOND;
/** Of one venue: several times what its leaf has on its way. */
const MOST = 64;
const SOONEST_MS = 25;
/** 1.6 s between two looks. */
const DOUBLINGS = 6;

/** A message in hand; `isOld` once it was kept for as long as it may be. */
export type Held = { readonly delivery: Delivery; isOld: boolean; isTimed: boolean };

type Entry = { readonly held: readonly Held[]; readonly looks: number; readonly stop: () => void };

/**
 * Messages that cannot be taken yet, because something before them is missing or the database is away.
 * They stay in this process, in order, and are looked at again: given back to the hub they would come
 * again one by one, each too early for the one before (measured: 19 s to get over a database that was
 * away for 2), and the hub gives out nothing to anybody once 8,192 of them are on that way.
 * @param look is to call `with` and then `keep` what still cannot be taken.
 */
export const createHeld = ({
  timers,
  look,
}: {
  readonly timers: Pick<Timers, 'after'>;
  readonly look: (venueId: string) => void;
}) => {
  const entries = new Map<string, Entry>();

  const take = (venueId: string): { readonly held: readonly Held[]; readonly looks: number } => {
    const entry = entries.get(venueId);
    entry?.stop();
    entries.delete(venueId);
    return entry ?? { held: [], looks: 0 };
  };

  const timed = (held: Held): Held => {
    if (held.isTimed) return held;
    held.isTimed = true;
    timers.after(HOLD_MS, () => {
      held.isOld = true;
    });
    return held;
  };

  return {
    /** All that is in hand of a venue, with what has just come: the caller's until it keeps some. */
    with: (venueId: string, deliveries: readonly Delivery[]) => {
      const { held, looks } = take(venueId);
      const fresh = deliveries.map(
        (delivery): Held => ({ delivery, isOld: false, isTimed: false }),
      );
      return { all: [...held, ...fresh], looks };
    },
    /**
     * Keeps them, the first ones first, for another look: soon after the first, then ever later.
     * Answers those that cannot be kept: for too long here (`old`), or too many (`over`).
     */
    keep: (
      venueId: string,
      more: readonly Held[],
      { looks, leastMs = 0 }: { readonly looks: number; readonly leastMs?: number },
    ): { readonly old: readonly Delivery[]; readonly over: readonly Delivery[] } => {
      const before = take(venueId);
      const all = [...before.held, ...more];
      const young = all.filter(({ isOld }) => !isOld);
      const kept = young.slice(0, MOST);
      if (kept.length > 0) {
        for (const one of kept) timed(one);
        const ms = SOONEST_MS * 2 ** Math.min(DOUBLINGS, looks);
        const stop = timers.after(Math.max(ms, leastMs), () => look(venueId));
        entries.set(venueId, { held: kept, looks: looks + 1, stop });
      }
      const deliveries = (some: readonly Held[]) => some.map(({ delivery }) => delivery);
      const old = deliveries(all.filter(({ isOld }) => isOld));
      return { old, over: deliveries(young.slice(MOST)) };
    },
    /** Everything in hand, which is the caller's. */
    clear: (): readonly Delivery[] =>
      [...entries.keys()].flatMap((venueId) => take(venueId).held.map(({ delivery }) => delivery)),
  };
};
