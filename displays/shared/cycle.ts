import type { View } from '../../src/rooms/displays/commands.ts';

/** A view for so many seconds. */
export type Turn = { readonly view: View; readonly seconds: number };

/** What a screen is told to show: one view, or turns, and what it shows when somebody goes out. */
export type Programme = {
  readonly view: View;
  readonly cycle: readonly Turn[];
  readonly onBust: Turn | null;
};

/** Where a screen is in its programme. */
export type Playing = {
  readonly turn: number;
  /** Shown of this turn. */
  readonly turnMs: number;
  /** Left of the on-bust view; 0: it is not on. */
  readonly bustMs: number;
  /** How long each view stood there altogether: its pages go on where they stopped. */
  readonly shownMs: { readonly [view in View]?: number };
};

export const beginning: Playing = { turn: 0, turnMs: 0, bustMs: 0, shownMs: {} };

/** Nothing changes in a level's last minute: everybody looks for the time (DSP-4). */
export const QUIET_MS = 60_000;

const turnOf = ({ cycle }: Programme, { turn }: Playing): Turn | undefined =>
  cycle.length === 0 ? undefined : cycle[turn % cycle.length];

/** What stands on the screen now. */
export const viewOf = (programme: Programme, playing: Playing): View =>
  playing.bustMs > 0 && programme.onBust !== null
    ? programme.onBust.view
    : (turnOf(programme, playing)?.view ?? programme.view);

const onward = (programme: Programme, playing: Playing, ms: number, hold: boolean): Playing => {
  const turn = turnOf(programme, playing);
  if (hold) return playing;
  // The turn that a bust interrupted goes on where it was.
  if (playing.bustMs > 0) return { ...playing, bustMs: Math.max(0, playing.bustMs - ms) };
  if (turn === undefined) return playing;
  const turnMs = playing.turnMs + ms;
  return turnMs < turn.seconds * 1_000
    ? { ...playing, turnMs }
    : { ...playing, turn: (playing.turn + 1) % programme.cycle.length, turnMs: 0 };
};

/**
 * The programme after `ms` more.
 * @param leftMs of the level that runs now; null where none does, as before the start.
 */
export const play = (
  programme: Programme,
  playing: Playing,
  { ms, leftMs }: { readonly ms: number; readonly leftMs: number | null },
): Playing => {
  const hold = leftMs !== null && leftMs <= QUIET_MS;
  const view = viewOf(programme, playing);
  const shownMs = { ...playing.shownMs, [view]: (playing.shownMs[view] ?? 0) + ms };
  return { ...onward(programme, playing, ms, hold), shownMs };
};

/** Somebody went out: the on-bust view begins, or begins again, unless the level is about to end. */
export const busted = (programme: Programme, playing: Playing, leftMs: number | null): Playing => {
  const hold = leftMs !== null && leftMs <= QUIET_MS;
  return programme.onBust === null || hold
    ? playing
    : { ...playing, bustMs: programme.onBust.seconds * 1_000 };
};

const PAGE_MS = 8_000;

/** ms that each page of a list stands: a whole number of pages to a turn, about eight seconds each. */
export const pageMsOf = (programme: Programme, playing: Playing): number => {
  const turn = playing.bustMs > 0 ? programme.onBust : turnOf(programme, playing);
  if (turn === undefined || turn === null) return PAGE_MS;
  const ms = turn.seconds * 1_000;
  return ms / Math.max(1, Math.round(ms / PAGE_MS));
};

/** Which page of a list, from 0. */
export const pageAt = (shownMs: number, pageMs: number, pages: number): number =>
  pages <= 1 ? 0 : Math.floor(shownMs / pageMs + 0.001) % pages;
