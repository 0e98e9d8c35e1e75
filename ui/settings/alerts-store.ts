import { SECOND } from '../../src/kernel/time.ts';
import type { AlertsView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { get, session } from '../api.ts';
import { effect, signal } from '../html.ts';
import { text } from '../text.ts';
import { agoText } from '../tournament/words.ts';
import type { Alert } from './alerts-model.ts';
import { valueText } from './alerts-model.ts';

const LOOK_MS = 10 * SECOND;

/** What somebody should look at on the server; null until it was asked for. */
export const alerts = signal<AlertsView | null>(null);

const readAlerts = async (): Promise<void> => {
  const now = await get<AlertsView>('/alerts').catch(() => null);
  if (now !== null) alerts.value = now;
};

let isFollowed = false;

/** Keeps it as the leaf says, from the first page on that asks; a page in the background rests. */
export const followAlerts = (): void => {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    if (session.value === null || session.value === undefined) {
      alerts.value = null;
      return undefined;
    }
    queueMicrotask(readAlerts);
    const timer = setInterval(() => {
      if (!document.hidden) void readAlerts();
    }, LOOK_MS);
    return () => clearInterval(timer);
  });
};

const format = { number, seconds: (n: number) => `${number(n)} s`, span: agoText };

/** `The disk is nearly full`. */
export const saidOf = (alert: Alert): string =>
  text.alerts.says[alert.kind](valueText(alert, format));
