import { computed, signal } from '../../html.ts';
import type { Rules, Timer } from './model.ts';
import { heardBetween, newTimer, TDA } from './model.ts';
import { openSound, play } from './sound.ts';

const KEPT = 'felt-hand-timer';

const isRules = (value: unknown): value is Rules =>
  typeof value === 'object' &&
  value !== null &&
  ['baseS', 'countS', 'bankS', 'banks'].every(
    (key) => key in value && Number.isInteger(Object(value)[key]),
  );

const keptRules = (): Rules => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return isRules(kept) ? kept : TDA;
  } catch {
    return TDA;
  }
};

/** What new timers get; kept on this device. */
export const rules = signal<Rules>(keptRules());
export const setRules = (next: Rules): void => {
  rules.value = next;
  localStorage.setItem(KEPT, JSON.stringify(next));
  timers.value = timers.value.map((timer) =>
    timer.sinceMs === null ? { ...newTimer(timer.id, next), label: timer.label } : timer,
  );
};

/** They live beyond the sheet that shows them: closing it stops no clock. */
export const timers = signal<readonly Timer[]>([]);
export const isLoud = signal(true);
/** The page's own clock, ms: no leaf is asked. */
export const nowMs = signal(performance.now());
export const runningTimers = computed(() => timers.value.filter((one) => one.sinceMs !== null));

const LOOK_MS = 50;
let looking: ReturnType<typeof setInterval> | undefined;

const look = (): void => {
  const [before, now] = [nowMs.value, performance.now()];
  if (isLoud.value)
    for (const timer of runningTimers.value) {
      const sound = heardBetween(timer, before, now);
      if (sound !== null) play(sound);
    }
  nowMs.value = now;
  if (runningTimers.value.length > 0) return;
  clearInterval(looking);
  looking = undefined;
};

export const change = (id: number, how: (timer: Timer, now: number) => Timer): void => {
  openSound();
  nowMs.value = performance.now();
  timers.value = timers.value.map((one) => (one.id === id ? how(one, nowMs.value) : one));
  if (runningTimers.value.length > 0) looking ??= setInterval(look, LOOK_MS);
};

/** Adds one and answers its id. */
export const addTimer = (): number => {
  const id = Math.max(0, ...timers.value.map((one) => one.id)) + 1;
  timers.value = [...timers.value, newTimer(id, rules.value)];
  return id;
};

export const removeTimer = (id: number): void => {
  timers.value = timers.value.filter((one) => one.id !== id);
};
