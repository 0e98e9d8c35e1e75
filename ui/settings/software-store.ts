import { SECOND } from '../../src/kernel/time.ts';
import type { SoftwareView } from '../../src/server/app.ts';
import { get, session } from '../api.ts';
import { effect, signal } from '../html.ts';

const LOOK_MS = 15 * SECOND;
/** While something moves, and somebody may be waiting for it. */
const HURRY_MS = 2 * SECOND;

/** Which release runs here, and what could run next; null until it was asked for. */
export const software = signal<SoftwareView | null>(null);

/** The server did not answer: an update that somebody else began may be going on. */
let isAway = false;
/** Somebody looks at all of it, who sees what another one does. */
let isOpen = false;

export const readSoftware = async (): Promise<void> => {
  const now = await get<SoftwareView>('/software').catch(() => null);
  isAway = now === null;
  if (now !== null) software.value = now;
};

/** For as long as it is shown. Answers how to end that. */
export const showSoftware = (): (() => void) => {
  isOpen = true;
  void readSoftware();
  return () => {
    isOpen = false;
  };
};

const isMoving = (): boolean => {
  const state = software.value?.state;
  return isOpen || isAway || state === 'downloading' || state === 'updating';
};

let isFollowed = false;

/** Keeps it as the leaf says, from the first page on that asks; a page in the background rests. */
export const followSoftware = (): void => {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    if (session.value === null || session.value === undefined) {
      software.value = null;
      return undefined;
    }
    queueMicrotask(readSoftware);
    let lookedAtMs = performance.now();
    const timer = setInterval(() => {
      const isDue = isMoving() || performance.now() - lookedAtMs >= LOOK_MS;
      if (document.hidden || !isDue) return;
      lookedAtMs = performance.now();
      void readSoftware();
    }, HURRY_MS);
    return () => clearInterval(timer);
  });
};
