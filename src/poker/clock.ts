import type { Now } from '../kernel/time.ts';
import { MINUTE } from '../kernel/time.ts';

/**
 * A tournament clock is an anchor, never a counter: which level, how much of it was left at a moment,
 * and whether it runs. The moment is boot time, so a wall clock that jumps moves no countdown.
 */
export type Anchor = {
  /** Index into the structure, breaks included. */
  readonly level: number;
  readonly remainingMs: number;
  readonly bootMs: number;
  readonly bootId: string;
  /** The same moment on the wall clock: a label, and what browsers without the leaf's clock show. */
  readonly wallMs: number;
  readonly running: boolean;
};

export type Position = { readonly level: number; readonly remainingMs: number };

type Lengths = readonly { readonly minutes: number }[];

export const levelMs = (levels: Lengths, index: number): number =>
  (levels[index]?.minutes ?? 0) * MINUTE;

/** ms since the anchor; 0 across a reboot, until the leaf has anchored the clock anew. */
export const elapsedMs = (anchor: Anchor, now: Now): number =>
  anchor.running && anchor.bootId === now.bootId ? Math.max(0, now.bootMs - anchor.bootMs) : 0;

/** Where the clock stands in the anchor's level; 0 ms left means that the next level is due. */
export const clockAt = (anchor: Anchor, now: Now): Position => ({
  level: anchor.level,
  remainingMs: Math.max(0, anchor.remainingMs - elapsedMs(anchor, now)),
});

/** Where a clock that nobody touched would stand after `ms`: across levels, at 0:00 of the last. */
export const walk = (levels: Lengths, from: Position, ms: number): Position => {
  let { level, remainingMs } = from;
  let left = ms;
  while (left >= remainingMs && level < levels.length - 1) {
    left -= remainingMs;
    level += 1;
    remainingMs = levelMs(levels, level);
  }
  return { level, remainingMs: Math.max(0, remainingMs - left) };
};

/** The anchor of a position at a moment. */
export const anchored = (position: Position, now: Now, running: boolean): Anchor => ({
  level: position.level,
  remainingMs: position.remainingMs,
  bootMs: now.bootMs,
  bootId: now.bootId,
  wallMs: now.wallMs,
  running,
});

/** The same clock, told from a moment `ms` earlier. */
export const earlier = (now: Now, ms: number): Now => ({
  wallMs: now.wallMs - ms,
  bootMs: now.bootMs - ms,
  bootId: now.bootId,
});

/** ms from a position to the start of level `target`: what is left here and every level between. */
export const msUntil = (levels: Lengths, from: Position, target: number): number => {
  let ms = from.remainingMs;
  for (let i = from.level + 1; i < target; i++) ms += levelMs(levels, i);
  return ms;
};
