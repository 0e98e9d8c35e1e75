import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import type { PublicView } from '../../src/rooms/tournament/views.ts';
import { computed, effect, signal } from '../html.ts';
import { connect, isMessage } from '../live.ts';

type StateMessage = {
  readonly type: 'state';
  readonly ts: number;
  readonly version: number;
  readonly data: ScreenView;
};
type TickMessage = { readonly type: 'tick'; readonly remainingMs: number };

/** What the leaf said last, and when: the phone counts from there. */
export type Heard = {
  readonly data: ScreenView;
  readonly ts: number;
  readonly at: number;
  readonly remainingMs: number;
};

export const heard = signal<Heard | null>(null);
/** Schedule, payouts and rankings, fetched again when they may have changed. */
export const details = signal<PublicView | null>(null);
export const missing = signal(false);

/** Ticks of this page's own clock, ms. */
export const beat = signal(performance.now());
setInterval(() => {
  beat.value = performance.now();
}, 250);

const isRunning = ({ status, clock }: ScreenView): boolean =>
  status === 'running' && !clock.paused && !clock.undecided;

export const leftMs = computed(() => {
  const now = heard.value;
  if (now === null) return 0;
  const passed = isRunning(now.data) ? beat.value - now.at : 0;
  return Math.max(0, now.remainingMs - passed);
});

const LOST_MS = 12_000;
/** How old what stands here is, ms; 0 while it is fresh enough. */
export const ageMs = computed(() => {
  const now = heard.value;
  if (now === null || !isLostNow.value) return 0;
  return Math.floor((beat.value - now.at) / 1_000) * 1_000;
});

const isLostNow = computed(() => {
  const now = heard.value;
  if (now === null) return false;
  const silent = beat.value - now.at > LOST_MS;
  return silent && (isRunning(now.data) || offline.value);
});
const offline = signal(false);

const POLL_MS = 5_000;
const MOST_POLL_MS = 30_000;
/** A WebSocket that does not come about in this time is not waited for alone. */
const PATIENCE_MS = 4_000;
/** Many events in a second fetch the lists once. */
const GATHER_MS = 800;

/** Follows a tournament by WebSocket, else by server-sent events, else by asking every five seconds. */
export const follow = (id: string): void => {
  const path = `/api/v1/tournaments/${encodeURIComponent(id)}`;
  let version = -1;
  let etag = '';
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const take = (data: ScreenView, ts: number) => {
    const at = performance.now();
    heard.value = { data, ts, at, remainingMs: data.clock.remainingMs };
    offline.value = false;
  };

  const fetchDetails = async (): Promise<boolean> => {
    try {
      const headers = etag === '' ? {} : { 'if-none-match': etag };
      const response = await fetch(`${path}/public`, { headers });
      if (response.status === 404) missing.value = true;
      if (response.status === 304) return true;
      if (!response.ok) return false;
      etag = response.headers.get('etag') ?? '';
      const view: PublicView = await response.json();
      details.value = view;
      version = view.version;
      take(view, Date.now());
      missing.value = false;
      return true;
    } catch {
      offline.value = true;
      return false;
    }
  };

  const hear = (message: unknown) => {
    if (isMessage<StateMessage>(message, 'state')) {
      take(message.data, message.ts);
      if (message.version === version) return;
      version = message.version;
      clearTimeout(gathering);
      // Phones do not all ask in the same moment.
      gathering = setTimeout(fetchDetails, GATHER_MS * (0.5 + Math.random()));
    } else if (isMessage<TickMessage>(message, 'tick') && heard.value !== null)
      heard.value = { ...heard.value, at: performance.now(), remainingMs: message.remainingMs };
  };

  const fallback = createFallback(`${path}/live`, hear, fetchDetails);
  let patience: ReturnType<typeof setTimeout> | undefined;
  const wire = connect({
    path: () => `/ws/tournament/${encodeURIComponent(id)}`,
    // Only what comes through counts: some networks open a socket and let nothing pass.
    onMessage: (message) => {
      clearTimeout(patience);
      patience = undefined;
      fallback.stop();
      hear(message);
    },
  });
  effect(() => {
    if (wire.status.value !== 'open') patience ??= setTimeout(fallback.start, PATIENCE_MS);
  });
  void fetchDetails();
  // A phone that was in a pocket asks at once, whatever its socket believes.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void fetchDetails();
  });
};

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
};

/** Server-sent events, and asking for as long as those do not come; until the socket is back. */
const createFallback = (
  path: string,
  hear: (message: unknown) => void,
  ask: () => Promise<boolean>,
) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let pauseMs = POLL_MS;

  const poll = async () => {
    pauseMs = (await ask()) ? POLL_MS : Math.min(MOST_POLL_MS, pauseMs * 1.5);
    if (asking) timer = setTimeout(poll, pauseMs);
  };
  const startAsking = () => {
    if (asking) return;
    asking = true;
    void poll();
  };
  const stopAsking = () => {
    asking = false;
    clearTimeout(timer);
  };
  return {
    start: () => {
      if (source !== undefined) return;
      source = new EventSource(path);
      source.onmessage = ({ data }) => hear(parse(data));
      source.onopen = stopAsking;
      // It tries again by itself every few seconds, and says so each time.
      source.onerror = startAsking;
    },
    stop: () => {
      source?.close();
      source = undefined;
      stopAsking();
    },
  };
};
