import type { FirstTold, PublicView } from '../../src/rooms/tournament/views/public.ts';

const KEY = 'felt-last-view';

/** The last view that this phone had, and when by its own clock, ms since the epoch. */
export type Kept = {
  readonly path: string;
  /** `ts` of the page's first HTML: one that comes again is a copy out of the phone's own store. */
  readonly first: number;
  readonly view: PublicView;
  readonly ts: number;
  readonly at: number;
};

/** What the leaf wrote into the page; null where it could not. */
export const toldFirst = (): FirstTold | null => {
  const words = document.getElementById('told')?.textContent;
  // Written by src/server/player-page.ts from a value of this very type.
  return words ? JSON.parse(words) : null;
};

/** Of this tournament, where the phone's storage may be used and has it. */
export const lastKept = (path: string): Kept | null => {
  try {
    const kept: Kept | null = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return kept?.path === path ? kept : null;
  } catch {
    return null;
  }
};

export const keep = (kept: Kept): void => {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Then the page opens offline as it was first sent.
  }
};

const YEAR_S = 31_536_000;

/** A choice that the leaf needs for the first HTML of the next visit; '' takes it away. */
export const setCookie = (name: string, value: string, path: string): void => {
  const age = value === '' ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context.
  document.cookie = `${name}=${value}; path=${path}; max-age=${age}; samesite=lax`;
};
