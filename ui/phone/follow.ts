import type { FirstTold, PublicView } from '../../src/rooms/tournament/views/public.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { computed, effect, signal } from '../html.ts';
import type { HelloMessage } from '../live.ts';
import { connect, isMessage, keepUp } from '../live.ts';
import { createFallback } from './fallback.ts';
import { keep, lastKept } from './memory.ts';
import type { Moment } from './model.ts';
import { isRunning, isWhole } from './model.ts';

type StateMessage = {
  readonly type: 'state';
  readonly view: string;
  readonly ts: number;
  readonly version: number;
  readonly data: ScreenView;
};
type TickMessage = { readonly type: 'tick'; readonly remainingMs: number };
type AnnounceMessage = {
  readonly type: 'announce';
  readonly id: string;
  readonly text: string;
  readonly seconds: number;
};
type AnnounceEndMessage = { readonly type: 'announceEnd'; readonly id: string };

/** What the leaf said last, and when: the phone counts from there. */
type Heard = {
  readonly data: ScreenView;
  readonly ts: number;
  /** `performance.now()` of the message; negative for what is older than this page. */
  readonly at: number;
  readonly remainingMs: number;
};

const heard = signal<Heard | null>(null);
/** Schedule, payouts and rankings, fetched again when they may have changed. */
export const details = signal<PublicView | null>(null);
/** There is no such tournament, or no longer. */
export const gone = signal(false);
const offline = signal(false);
/** How long the core has not heard the leaf, ms; 0 where it hears it, or the leaf itself answers. */
const silentMs = signal(0);
const said = signal<{ readonly id: string; readonly text: string; readonly until: number } | null>(
  null,
);

/** Ticks of this page's own clock, ms. */
const beat = signal(performance.now());
/** Often enough that a second never changes visibly late. */
const BEAT_MS = 200;
/** A running clock speaks every second: this long without a word is a cut line. */
const LOST_MS = 8_000;

const isLost = computed(() => {
  const now = heard.value;
  if (now === null) return false;
  return offline.value || (isRunning(now.data) && beat.value - Math.max(0, now.at) > LOST_MS);
});

/** As of this moment, by what was heard last; null before anything was. */
export const moment = computed((): Moment | null => {
  const now = heard.value;
  if (now === null) return null;
  const passed = Math.max(0, beat.value - now.at);
  const second = Math.floor(passed / 1_000) * 1_000;
  return {
    data: now.data,
    leftMs: isRunning(now.data) ? Math.max(0, now.remainingMs - passed) : now.remainingMs,
    wallMs: now.ts + passed,
    ageMs: isLost.value ? Math.max(1_000, second) : silentMs.value,
  };
});

/** What the floor has to say at this moment. */
export const announcement = computed(() => {
  const { value } = said;
  return value !== null && beat.value < value.until ? value.text : null;
});
export const dismiss = (): void => {
  said.value = null;
};

const take = (data: ScreenView, ts: number, at: number = performance.now()): void => {
  heard.value = { data, ts, at, remainingMs: data.clock.remainingMs };
  beat.value = performance.now();
};

/** When the page's own HTML began to arrive: its clock is of that moment. */
const arrivedAt = (): number => {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming ? entry.responseStart : 0;
};

/**
 * Begins with what the page brought along, as it was written: the first picture of the script is the
 * very one that stands there. `catchUp` lets the time go by that has passed since.
 * @returns undefined where it brought nothing.
 */
export const begin = (told: FirstTold, path: string): { catchUp: () => void } | undefined => {
  const { view, ts } = told;
  if (view === null) return undefined;
  details.value = view;
  take(view, ts);
  const kept = lastKept(path);
  if (kept?.first !== ts) {
    keep({ path, first: ts, view, ts, at: Date.now() - (performance.now() - arrivedAt()) });
    return { catchUp: () => take(view, ts, arrivedAt()) };
  }
  // The same HTML again: the phone took it out of its own store, and knows better by now.
  const age = Math.max(0, Date.now() - kept.at);
  return {
    catchUp: () => {
      details.value = kept.view;
      take(kept.view, kept.ts, performance.now() - age);
    },
  };
};

/** A WebSocket that does not come about in this time is not waited for alone. */
const PATIENCE_MS = 4_000;
/** After an update a full room of phones loads the new page, and none of them is in a hurry. */
const RELOAD_WITHIN_MS = 4_000;
/** How often a page asks that nobody speaks to. */
const ASK_MS = 5_000;
/** Many events in a second fetch the lists once. */
const GATHER_MS = 800;
/** The answer is up to a second old, the socket's last word at most this much. */
const FRESH_MS = 2_500;

/** Then the whole list is fetched even where nobody looks at it, so that it is there without a network. */
const LIST_AFTER_MS = 4_000;
/** A list that did not come is asked for again after so long. */
const LIST_AGAIN_MS = 5_000;

/**
 * Follows a tournament by WebSocket, else by server-sent events, else by asking every five seconds.
 * @param wantsList whether everybody is to be shown: then the whole list is fetched at once.
 */
export const follow = (
  {
    id,
    path,
    first,
    asks,
  }: {
    readonly id: string;
    readonly path: string;
    readonly first: number;
    /** Where nobody speaks by himself: it is asked, and only while somebody looks. */
    readonly asks: boolean;
  },
  wantsList: () => boolean,
): void => {
  const api = `/api/v1/tournaments/${encodeURIComponent(id)}`;
  let version = details.value?.version ?? -1;
  let etag = '';
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const takeView = (view: PublicView): void => {
    const isFresh = heard.value !== null && performance.now() - heard.value.at < FRESH_MS;
    if (!(isFresh && view.version === version)) take(view, Date.now());
    details.value = view;
    version = view.version;
    keep({ path, first, view, ts: heard.value?.ts ?? Date.now(), at: Date.now() });
  };

  const fetchDetails = async (): Promise<boolean> => {
    try {
      const headers = etag === '' ? {} : { 'if-none-match': etag };
      const response = await fetch(`${api}/public`, { headers });
      gone.value = response.status === 404;
      silentMs.value = 1_000 * (Number(response.headers.get('age')) || 0);
      if (response.ok) {
        etag = response.headers.get('etag') ?? '';
        takeView(await response.json());
      }
      const answered = response.ok || response.status === 304;
      if (answered) offline.value = false;
      return answered;
    } catch {
      offline.value = true;
      return false;
    }
  };

  const hearState = ({ data, ts, version: told }: StateMessage): void => {
    take(data, ts);
    offline.value = false;
    if (told === version) return;
    version = told;
    clearTimeout(gathering);
    // Phones do not all ask in the same moment.
    gathering = setTimeout(fetchDetails, GATHER_MS * (0.5 + Math.random()));
  };

  const hear = (message: unknown): void => {
    if (isMessage<StateMessage>(message, 'state')) {
      if (message.view === 'clock') hearState(message);
    } else if (isMessage<TickMessage>(message, 'tick')) {
      const { value } = heard;
      if (value !== null)
        heard.value = { ...value, at: performance.now(), remainingMs: message.remainingMs };
    } else if (isMessage<AnnounceMessage>(message, 'announce')) {
      const until = performance.now() + message.seconds * 1_000;
      said.value = { id: message.id, text: message.text, until };
    } else if (isMessage<AnnounceEndMessage>(message, 'announceEnd')) {
      if (said.value?.id === message.id) said.value = null;
    } else if (isMessage<HelloMessage>(message, 'hello')) keepUp(message, RELOAD_WITHIN_MS);
  };

  const isSettled = signal(false);
  setTimeout(
    () => {
      isSettled.value = true;
    },
    LIST_AFTER_MS * (0.5 + Math.random()),
  );
  const isIncomplete = computed(
    () => (wantsList() || isSettled.value) && details.value !== null && !isWhole(details.value),
  );
  const fetchList = async (): Promise<void> => {
    while (isIncomplete.value && !gone.value && !(await fetchDetails()))
      await new Promise((resolve) => setTimeout(resolve, LIST_AGAIN_MS));
  };

  const end = (): void => {
    gone.value = true;
    clearTimeout(patience);
    clearTimeout(gathering);
    fallback.stop();
    wire?.stop();
  };

  const fallback = createFallback(`${api}/live`, { hear, ask: fetchDetails, gone: () => end() });
  let patience: ReturnType<typeof setTimeout> | undefined;
  const wire = asks
    ? null
    : connect({
        path: () => `/ws/tournament/${encodeURIComponent(id)}`,
        // Only what comes through counts: some networks open a socket and let nothing pass.
        onMessage: (message) => {
          clearTimeout(patience);
          patience = undefined;
          fallback.stop();
          hear(message);
        },
        onGone: () => end(),
      });
  const ask = async (): Promise<void> => {
    if (document.visibilityState === 'visible') await fetchDetails();
    if (!gone.value) setTimeout(ask, ASK_MS);
  };
  if (asks) void ask();
  effect(() => {
    if (wire !== null && wire.status.value !== 'open' && !gone.value)
      patience ??= setTimeout(fallback.start, PATIENCE_MS);
  });
  effect(() => {
    if (isIncomplete.value) void fetchList();
  });
  // A leaf that says nothing may be there all the same, and the tournament not.
  effect(() => {
    if (isLost.value) void fetchDetails();
  });
  setInterval(() => {
    beat.value = performance.now();
  }, BEAT_MS);
  // A page that comes out of the phone's store does not know yet whether the leaf is there.
  if (details.value === null || heard.value === null || heard.value.at < 0) void fetchDetails();
  // A phone that was in a pocket asks at once, whatever its socket believes.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void fetchDetails();
  });
};
