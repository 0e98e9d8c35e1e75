import { MINUTE } from '../../src/kernel/time.ts';
import { session } from '../api.ts';
import { effect, signal } from '../html.ts';
import { signOut } from './leave.ts';

const KEY = 'felt-idle-minutes';

/** Choices in minutes; none: it stays open. */
export const IDLE_CHOICES = ['', '2', '5', '15'] as const;

const stored = (): string => {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
};

/** After how many untouched minutes this device asks for a PIN again. */
export const idleMinutes = signal<string>(stored());

export const setIdle = (minutes: string): void => {
  idleMinutes.value = minutes;
  try {
    localStorage.setItem(KEY, minutes);
  } catch {
    // Holds until the page is left, then.
  }
};

const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

/** Locks a device that nobody touches (SEC-1); the page then still shows the clock. */
export const watchIdle = (): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wind = () => {
    clearTimeout(timer);
    const minutes = Number(idleMinutes.value);
    if (minutes > 0 && session.value) timer = setTimeout(lock, minutes * MINUTE);
  };
  const lock = () => void signOut({ next: true });
  for (const touch of TOUCHES) addEventListener(touch, wind, { passive: true, capture: true });
  effect(wind);
};
