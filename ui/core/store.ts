import type { FeedMessage, VenueLine, Who } from '../../src/core/app.ts';
import { ApiProblem, del, get } from '../api.ts';
import { computed, signal } from '../html.ts';
import { byName } from './model.ts';

/** Who is signed in here; undefined: not known yet. */
export const who = signal<Who | undefined>(undefined);
export const user = computed(() => who.value?.user ?? null);
export const isAdmin = computed(
  () => user.value?.grants.some(({ role }) => role === 'platformAdmin') === true,
);

/** Every venue that this user may see; undefined: not told yet. */
export const venues = signal<readonly VenueLine[] | undefined>(undefined);
export const venueOf = (id: string): VenueLine | undefined =>
  venues.value?.find((one) => one.id === id);

/** False while the core is not heard. */
export const isLinked = signal(true);

/** What the core's wall clock is ahead of this page's own count, ms. */
let aheadMs = Date.now() - performance.now();
export const coreNow = (): number => performance.now() + aheadMs;

/** Often enough that no second is seen late. */
const BEAT_MS = 250;
/** Ages and states change slowly. */
const SLOW_MS = 5_000;
export const beat = signal(coreNow());
export const slowBeat = signal(coreNow());

export const startBeats = (): void => {
  setInterval(() => {
    beat.value = coreNow();
  }, BEAT_MS);
  setInterval(() => {
    slowBeat.value = coreNow();
    watch();
  }, SLOW_MS);
};

const isFeed = (value: unknown): value is FeedMessage =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);

/** The list with what is new in it, in the order of names. */
const merged = ({ type, items, gone }: FeedMessage): readonly VenueLine[] => {
  if (type === 'all') return [...items].sort(byName);
  const fresh = new Map((venues.value ?? []).map((one) => [one.id, one]));
  for (const id of gone) fresh.delete(id);
  for (const item of items) fresh.set(item.id, item);
  return [...fresh.values()].sort(byName);
};

const take = (message: FeedMessage): void => {
  aheadMs = message.now - performance.now();
  slowBeat.value = coreNow();
  venues.value = merged(message);
};

let source: EventSource | null = null;

/** The core speaks every five seconds: not heard for so long, the line is cut, whatever the browser thinks. */
const LOST_MS = 15_000;
let heardAt = 0;

const heard = (): void => {
  heardAt = performance.now();
  isLinked.value = true;
};

/** Follows the venues for as long as somebody is signed in; comes back by itself. */
export const follow = (): void => {
  if (source !== null) return;
  const own = new EventSource('/api/v1/fleet/stream');
  source = own;
  heardAt = performance.now();
  own.addEventListener('ping', heard);
  own.addEventListener('fleet', ({ data }: MessageEvent<string>) => {
    heard();
    const message: unknown = JSON.parse(data);
    if (isFeed(message)) take(message);
  });
  // The browser gives up where the answer was no stream: signed out, or a core that just starts.
  own.onerror = () => {
    if (own.readyState === EventSource.CLOSED) setTimeout(() => void comeBack(), 2_000);
  };
};

const watch = (): void => {
  if (source === null || performance.now() - heardAt < LOST_MS) return;
  isLinked.value = false;
  heardAt = performance.now();
  void comeBack();
};

export const unfollow = (): void => {
  source?.close();
  source = null;
  venues.value = undefined;
};

const comeBack = async (): Promise<void> => {
  source?.close();
  source = null;
  await findOut();
};

/** Asks who is signed in; while the core does not answer, what was known stays. */
export const findOut = async (): Promise<void> => {
  try {
    who.value = await get<Who>('/session');
    if (who.value.user === null) unfollow();
    else follow();
  } catch (error) {
    isLinked.value = false;
    if (error instanceof ApiProblem) setTimeout(() => void findOut(), 3_000);
  }
};

export const signOut = async (): Promise<void> => {
  await del('/session').catch(() => undefined);
  unfollow();
  await findOut();
};
