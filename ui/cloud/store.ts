import { SECOND } from '../../src/kernel/time.ts';
import type { CloudView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { del, get, post, session } from '../api.ts';
import { effect, signal } from '../html.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { attempt, toast } from '../toasts.ts';
import { said } from './model.ts';

const LOOK_MS = 5 * SECOND;

/** How far the cloud has what happens here; null until it was asked for. */
export const cloud = signal<CloudView | null>(null);

export const readCloud = async (): Promise<void> => {
  const now = await get<CloudView>('/cloud').catch(() => null);
  if (now !== null) cloud.value = now;
};

let isFollowed = false;

/** Keeps it as the leaf says, from the first page on that asks; a page in the background rests. */
export const followCloud = (): void => {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    const isSignedIn = session.value !== null && session.value !== undefined;
    if (!isSignedIn) {
      cloud.value = null;
      return undefined;
    }
    queueMicrotask(readCloud);
    const timer = setInterval(() => {
      if (!document.hidden) void readCloud();
    }, LOOK_MS);
    return () => clearInterval(timer);
  });
};

const clock = new Intl.DateTimeFormat(locale.times, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(locale.times, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
});

/** `21:04`, with its day where that is not today. */
export const timeText = (iso: string): string => {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? clock.format(at) : day.format(at);
};

export const cloudText = (now: CloudView): string => said(now, text.cloud, timeText, number);

const reopenRestored = (): Promise<unknown> =>
  attempt(async () => {
    cloud.value = await del<CloudView>('/cloud/restored/settle');
  });

/** What was lost with the leaf before is entered again. */
export const settleRestored = (): Promise<unknown> =>
  attempt(async () => {
    cloud.value = await post<CloudView>('/cloud/restored/settle');
    toast({
      ...{ tone: 'plain', title: text.cloud.settled },
      action: { label: text.undo, run: reopenRestored },
    });
  });
