// Not from html.ts: its style sheet is more than an old TV understands (DSP-8).
import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { Now } from '../src/kernel/time.ts';

export type Link = 'connecting' | 'open' | 'lost';

export type Wire = {
  readonly status: ReadonlySignal<Link>;
  readonly send: (message: object) => void;
  readonly stop: () => void;
};

/** The leaf's word that what was followed is no longer there. */
const GONE = 4404;

/** Nothing heard for so long: ask whether the leaf is there at all, since a cut cable says nothing. */
const QUIET_MS = 10_000;
const PROBE_MS = 4_000;
const CHECK_MS = 2_000;

/** A leaf that is started anew is back within half a minute: for so many tries nobody waits long. */
const SOON_TRIES = 20;
const SOON_MS = 1_500;
const LATER_MS = 8_000;

/** First try at once, then 0.5 s, 1 s, 1.5 s, in the end 8 s, each up to half shorter to spread out. */
export const backOffMs = (attempt: number, random: number): number => {
  if (attempt === 0) return 0;
  const most = attempt > SOON_TRIES ? LATER_MS : SOON_MS;
  return Math.min(most, 250 * 2 ** attempt) * (1 - random / 2);
};

/** A plain timer beside the request: old browsers cannot abort one. */
const answers = async (): Promise<boolean> => {
  const asked = fetch('/health').then(
    ({ ok }) => ok,
    () => false,
  );
  const late = new Promise<boolean>((done) => setTimeout(() => done(false), PROBE_MS));
  return Promise.race([asked, late]);
};

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
};

/**
 * A WebSocket that comes back by itself. `path` is asked before each try (it may fetch a ticket) and
 * may throw: then it is tried again later.
 */
export const connect = (options: {
  readonly path: () => string | Promise<string>;
  readonly onOpen?: () => void;
  readonly onMessage: (message: unknown) => void;
  /** Told after each failed try, with how many there were since the last success. */
  readonly onFail?: (attempt: number) => void;
  /** What was followed is no longer there: nothing more is tried. */
  readonly onGone?: () => void;
}): Wire => {
  const status = signal<Link>('connecting');
  let socket: WebSocket | undefined;
  let attempt = 0;
  let heardAt = performance.now();
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = () => {
    if (stopped) return;
    attempt += 1;
    if (attempt > 1) options.onFail?.(attempt);
    clearTimeout(timer);
    timer = setTimeout(open, backOffMs(attempt, Math.random()));
  };

  const lose = (one: WebSocket | undefined) => {
    if (one !== socket) return;
    socket = undefined;
    status.value = 'lost';
    later();
  };

  const listen = (one: WebSocket) => {
    one.onopen = () => {
      attempt = 0;
      heardAt = performance.now();
      status.value = 'open';
      options.onOpen?.();
    };
    one.onmessage = ({ data }) => {
      heardAt = performance.now();
      const message = parse(data);
      if (message !== undefined) options.onMessage(message);
    };
    one.onclose = ({ code }) => {
      if (code === GONE && options.onGone !== undefined) options.onGone();
      else lose(one);
    };
  };

  const open = async () => {
    try {
      const path = await options.path();
      if (stopped) return;
      const url = new URL(path, location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      socket = new WebSocket(url);
      listen(socket);
    } catch {
      status.value = 'lost';
      later();
    }
  };

  const drop = () => {
    const old = socket;
    if (old === undefined) return;
    old.onclose = null;
    old.close();
    lose(old);
  };

  const watch = setInterval(async () => {
    if (socket === undefined || performance.now() - heardAt < QUIET_MS) return;
    heardAt = performance.now();
    const asked = socket;
    if (!(await answers()) && asked === socket) drop();
  }, CHECK_MS);

  open();
  return {
    status,
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      clearInterval(watch);
      const old = socket;
      socket = undefined;
      old?.close();
    },
  };
};

/** A message of a kind, looked at before anything in it is used. */
export const isMessage = <T extends { readonly type: string }>(
  message: unknown,
  type: T['type'],
): message is T =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === type;

/** The leaf's clock, as messages tell it, carried on by this page's own. */
export type LeafClock = { readonly hear: (now: Now) => void; readonly now: () => Now };

/** Messages arrive late, never early: the largest difference heard was the least late. */
export const leafClock = (perf: () => number = () => performance.now()): LeafClock => {
  let base: { readonly now: Now; readonly at: number } | undefined;
  const lead = (now: Now, at: number) => now.bootMs - at;
  return {
    hear: (now) => {
      const at = perf();
      const old = base;
      const other = old === undefined || old.now.bootId !== now.bootId;
      const slip = other ? 0 : lead(old.now, old.at) - lead(now, at);
      // Less is late; a second less is a page that slept with its clock standing.
      if (other || slip <= 0 || slip > 1_000) base = { now, at };
      else base = { now: { ...now, bootMs: now.bootMs + slip }, at };
    },
    now: () => {
      if (base === undefined) return { wallMs: Date.now(), bootMs: perf(), bootId: '' };
      const ms = perf() - base.at;
      return { ...base.now, wallMs: base.now.wallMs + ms, bootMs: base.now.bootMs + ms };
    },
  };
};

const RELOADED = 'felt-reloaded';

/** Every page tells its build in its HTML; another one in the leaf's greeting is younger. */
export type HelloMessage = { readonly type: 'hello'; readonly build: string };

/**
 * Another build is served than the one that this page came with: it is loaded, but only once, should
 * the leaf be of two minds.
 * @param withinMs over which pages of many devices spread, so that they do not all ask at once.
 */
export const keepUp = ({ build }: HelloMessage, withinMs = 0): void => {
  const own = document.documentElement.dataset['build'];
  if (own === undefined || build === '' || own === build) return;
  if (sessionStorage.getItem(RELOADED) === build) return;
  sessionStorage.setItem(RELOADED, build);
  setTimeout(() => location.reload(), withinMs * Math.random());
};
