import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';

const HOURS = Number(process.env['FELT_HOURS'] ?? 8);
const MOST_MB = 12;
/** Of the heap after the first hour: what a rounding of the collector is, and no leak. */
const GROWTH = 1.1;

/**
 * Runs before the page's own script: its time and its socket are driven from here, everything else
 * is real. What the leaf really said is kept, and said again with the figures of a night.
 */
const takeOver = (): void => {
  type Heard = { readonly type: string; readonly view?: string; readonly data?: object };
  const timers = new Map<number, { at: number; every: number | null; run: () => void }>();
  const [realTimeout, RealSocket] = [globalThis.setTimeout, globalThis.WebSocket];
  const heard = new Map<string, Heard>();
  let [clock, lastId, isOurs] = [0, 0, false];
  let socket: WebSocket | null = null;

  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL) {
      super(url);
      socket = this;
      this.addEventListener(
        'message',
        (event) => {
          if (isOurs) {
            if (event.isTrusted) event.stopImmediatePropagation();
            return;
          }
          const message: Heard = JSON.parse(String(event.data));
          heard.set(`${message.type} ${message.view ?? ''}`, message);
        },
        true,
      );
    }
  };

  const plan = (run: () => void, ms = 0, every: number | null = null): number => {
    lastId += 1;
    timers.set(lastId, { at: clock + ms, every, run });
    return lastId;
  };

  /** From here on, time passes only by `pass`. */
  const begin = (): void => {
    isOurs = true;
    clock = performance.now();
    performance.now = () => clock;
    globalThis.setTimeout = ((run: () => void, ms?: number) => plan(run, ms)) as typeof setTimeout;
    globalThis.clearTimeout = ((id?: number) => timers.delete(id ?? 0)) as typeof clearTimeout;
    for (const { run, ms } of intervals) plan(run, ms, ms);
  };

  /** Intervals that the page began before: they go on in our time. */
  const intervals: { run: () => void; ms: number }[] = [];
  const realInterval = globalThis.setInterval;
  globalThis.setInterval = ((run: () => void, ms = 0) => {
    if (isOurs) return plan(run, ms, ms);
    intervals.push({ run, ms });
    return realInterval(() => !isOurs && run(), ms);
  }) as typeof setInterval;

  const runDue = (until: number): void => {
    for (const [id, timer] of timers) {
      if (timer.at > until) continue;
      if (timer.every === null) timers.delete(id);
      else timer.at += timer.every;
      timer.run();
    }
  };

  const say = (message: object): void => {
    socket?.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  };

  /** The clock's message of a second of the night: the level runs down, players go out. */
  const stateAt = (second: number): object | null => {
    const known = heard.get('state clock') ?? heard.get('state ');
    if (known?.data === undefined) return null;
    const data = structuredClone(known.data) as {
      clock: { remainingMs: number; level: number };
      stats: { remaining: number; entries: number };
    };
    data.clock.remainingMs = 900_000 - ((second * 1_000) % 900_000);
    data.clock.level = 1 + Math.floor(second / 900);
    data.stats.remaining = Math.max(2, data.stats.entries - Math.floor(second / 300));
    return { ...known, ts: second, data };
  };

  /** Lets so many seconds pass, and gives the browser a real frame each minute. */
  const pass = async (from: number, seconds: number): Promise<void> => {
    for (let second = from; second < from + seconds; second++) {
      for (let step = 0; step < 10; step++) {
        clock += 100;
        runDue(clock);
      }
      const message = stateAt(second);
      if (message !== null) say(message);
      if (second % 60 === 0) await new Promise((done) => realTimeout(done, 0));
      else await Promise.resolve();
    }
  };
  Object.assign(globalThis, { night: { begin, pass } });
};

type Driven = {
  readonly night: {
    readonly begin: () => void;
    readonly pass: (from: number, seconds: number) => Promise<void>;
  };
};

const heapMb = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1_048_576;
};

const pass = (page: Page, from: number, seconds: number): Promise<void> =>
  page.evaluate(([begin, long]) => (globalThis as unknown as Driven).night.pass(begin, long), [
    from,
    seconds,
  ] as const);

/** Whether the night really reached the screen: its clock shows what was said last. */
const shown = (page: Page): Promise<string | null> => page.getByRole('timer').first().textContent();

/** The heap of a screen after each of so many stretches of its night, MB, and what it shows then. */
export const heapsOf = async (
  browser: Browser,
  url: string,
  { times, seconds }: { readonly times: number; readonly seconds: number },
): Promise<{ readonly heaps: readonly number[]; readonly time: string | null }> => {
  const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } });
  await page.addInitScript(takeOver);
  await page.goto(url);
  await page.getByRole('timer').first().waitFor();
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => (globalThis as unknown as Driven).night.begin());
  const heaps: number[] = [];
  for (let i = 0; i < times; i++) {
    await pass(page, i * seconds, seconds);
    heaps.push(await heapMb(session));
  }
  const time = await shown(page);
  await page.close();
  return { heaps, time };
};

/**
 * The memory of a screen that shows a whole night, each second of it, in a minute.
 * @param what it shows, for the measure's name.
 */
export const benchScreenNight = async (
  browser: Browser,
  url: string,
  what = 'screen',
): Promise<readonly Measure[]> => {
  const { heaps, time } = await heapsOf(browser, url, { times: HOURS, seconds: 3_600 });
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
  const notes = [
    `each second of ${HOURS} hours, with a message each; by hour ${heaps.map((mb) => mb.toFixed(2)).join(', ')} MB; at the end it shows ${time}`,
  ];
  return [
    measured(
      {
        name: `heap of a ${what} after a night`,
        ...{ unit: 'MB', limitName: 'what a small board can spare' },
        bound: { at: 'most', ratio: 1 },
      },
      [{ value: last, limit: MOST_MB }],
      notes,
    ),
    measured(
      {
        name: `growth of the heap of a ${what}`,
        ...{ unit: 'MB', limitName: 'the heap after its first hour' },
        bound: { at: 'most', ratio: GROWTH },
      },
      [{ value: last, limit: first }],
    ),
  ];
};
