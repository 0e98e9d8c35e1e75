import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Anchor } from '../../poker/clock.ts';
import { clockAt } from '../../poker/clock.ts';
import type { TournamentState } from '../../rooms/tournament/room.ts';
import { screenView, tournamentState, winnersOf } from '../../rooms/tournament/room.ts';
import type { NameBook, PlayerNames } from '../names.ts';
import type { Pace } from './pace.ts';
import { createPace } from './pace.ts';

/** The last seconds of a level, in which screens hear ten ticks a second. */
const LAST_MS = 10 * SECOND;
/** Bursts: messages of one tournament are at least this far apart. */
const LEAST_GAP_MS = 4;

/** One tournament that somebody watches. */
type Feed = {
  readonly tournamentId: string;
  watchers: number;
  /** Of the last message: what the clock goes by until the next. */
  anchor: Anchor | null;
  /** Full second or tick that was told last. */
  told: number;
  readonly pace: Pace;
};

/** Somebody who watches a tournament outside Bun's own topics: an SSE stream. */
export type Sink = (message: string) => void;

export const topicOf = (tournamentId: string): string => `screen:${tournamentId}`;
/** What only players' phones are told. */
export const phonesOf = (tournamentId: string): string => `phones:${tournamentId}`;

/**
 * What screens and players' phones are told: one message per tournament, computed and serialised
 * once, whole each time, so that nobody needs to resume. At once on a change, every full second while
 * the clock runs, ticks in the last ten seconds, and nothing for a tournament that nobody watches.
 * @param publish sends to every socket that is subscribed to the topic.
 */
export const createScreens = ({
  handle,
  names,
  now,
  publish: publishTo,
  failed,
}: {
  readonly handle: Pick<Handle, 'look'>;
  readonly names: Pick<NameBook, 'outside' | 'onChanged'>;
  readonly now: () => Now;
  readonly publish: (topic: string, message: string) => void;
  /** Told what went wrong where nobody waits for an answer. */
  readonly failed: (error: unknown) => void;
}) => {
  const feeds = new Map<string, Feed>();
  const sinks = new Map<string, Set<Sink>>();

  const look = <T>(tournamentId: string, use: (state: TournamentState) => T): Promise<T> =>
    handle.look(streamOf('tournament', tournamentId), (state) => use(tournamentState(state)));

  const tellSinks = (tournamentId: string, message: string) => {
    for (const sink of sinks.get(tournamentId) ?? []) sink(message);
  };

  const send = (tournamentId: string, message: string) => {
    publishTo(topicOf(tournamentId), message);
    tellSinks(tournamentId, message);
  };

  const messageOf = (
    tournamentId: string,
    state: TournamentState,
    at: Now,
    known: PlayerNames = {},
  ): string =>
    JSON.stringify({
      type: 'state',
      view: 'clock',
      tournamentId,
      ts: at.wallMs,
      version: state.version,
      data: screenView(state, at, known),
    });

  /** What the ticks go by from here on; a clock that stands needs none. */
  const follow = (feed: Feed, state: TournamentState, at: Now) => {
    const { anchor } = state.clock;
    const runs = state.status === 'running' && anchor.running;
    feed.anchor = runs ? anchor : null;
    feed.told = runs ? Math.ceil(clockAt(anchor, at).remainingMs / SECOND) : 0;
  };

  /** At once, but where there are winners to be named: a screen's message also goes to phones. */
  const lookNamed = async <T>(
    tournamentId: string,
    use: (state: TournamentState, known: PlayerNames) => T,
  ): Promise<T> => {
    const first = await look(tournamentId, (state) => {
      const winners = winnersOf(state);
      return winners.length === 0 ? { done: use(state, {}) } : { winners };
    });
    if ('done' in first) return first.done;
    const known = await names.outside(first.winners);
    return look(tournamentId, (state) => use(state, known));
  };

  const publish = (feed: Feed, state: TournamentState, known?: PlayerNames) => {
    const at = now();
    follow(feed, state, at);
    // Taken back: there is nothing left to tell.
    if (state.status !== 'none')
      send(feed.tournamentId, messageOf(feed.tournamentId, state, at, known));
  };

  const publishChange = (feed: Feed): Promise<number> =>
    lookNamed(feed.tournamentId, (state, known) => {
      const begun = performance.now();
      publish(feed, state, known);
      return performance.now() - begun;
    });

  /** Full seconds are no burst: a change right behind one does not have to wait. */
  const publishSecond = (feed: Feed): void => {
    if (feed.pace.isBusy()) feed.pace.soon();
    else look(feed.tournamentId, (state) => publish(feed, state)).catch(failed);
  };

  const tickOf = (feed: Feed, anchor: Anchor): void => {
    const { remainingMs } = clockAt(anchor, now());
    const seconds = Math.ceil(remainingMs / SECOND);
    if (remainingMs > LAST_MS) {
      if (seconds !== feed.told) publishSecond(feed);
    } else if (remainingMs > 0 || feed.told !== 0) {
      feed.told = remainingMs;
      send(feed.tournamentId, JSON.stringify({ type: 'tick', remainingMs }));
    }
  };

  const watch = (tournamentId: string): void => {
    const feed = feeds.get(tournamentId);
    if (feed !== undefined) {
      feed.watchers += 1;
      return;
    }
    const work = () => publishChange(fresh);
    const pace = createPace({ work, gapMs: LEAST_GAP_MS, failed });
    const fresh: Feed = { tournamentId, watchers: 1, anchor: null, told: 0, pace };
    feeds.set(tournamentId, fresh);
  };

  /** A winner who has another name by now, or was erased; a clock that runs names nobody. */
  const unlisten = names.onChanged(() => {
    for (const feed of feeds.values()) if (feed.anchor === null) feed.pace.soon();
  });

  return {
    /** One more socket or stream follows the tournament. */
    watch,
    unwatch: (tournamentId: string): void => {
      const feed = feeds.get(tournamentId);
      if (feed === undefined) return;
      feed.watchers -= 1;
      if (feed.watchers > 0) return;
      feed.pace.stop();
      feeds.delete(tournamentId);
    },
    /** The whole state for one who has just come, given at a moment when nothing is uncommitted. */
    current: (tournamentId: string, use: Sink): Promise<void> =>
      lookNamed(tournamentId, (state, known) => {
        const at = now();
        const feed = feeds.get(tournamentId);
        // Only the first one starts the ticks: others must not shift what was told last.
        if (feed?.anchor === null) follow(feed, state, at);
        if (state.status !== 'none') use(messageOf(tournamentId, state, at, known));
      }),
    isWatched: (tournamentId: string): boolean => feeds.has(tournamentId),
    exists: (tournamentId: string): Promise<boolean> =>
      look(tournamentId, (state) => state.status !== 'none'),
    addSink: (tournamentId: string, sink: Sink): (() => void) => {
      const all = sinks.get(tournamentId) ?? new Set<Sink>();
      sinks.set(tournamentId, all.add(sink));
      return () => {
        all.delete(sink);
        if (all.size === 0) sinks.delete(tournamentId);
      };
    },
    /** At once, or as soon as the burst allows. */
    changed: (tournamentId: string): void => feeds.get(tournamentId)?.pace.soon(),
    /** Says something to the phones of one tournament, or of every one that somebody follows. */
    tellPhones: (tournamentId: string | null, message: string): void => {
      for (const one of tournamentId === null ? feeds.keys() : [tournamentId]) {
        publishTo(phonesOf(one), message);
        tellSinks(one, message);
      }
    },
    /** Ten times a second, for all tournaments: what time alone has to tell. */
    tick: (): void => {
      for (const feed of feeds.values()) if (feed.anchor !== null) tickOf(feed, feed.anchor);
    },
    stop: (): void => {
      unlisten();
      for (const { pace } of feeds.values()) pace.stop();
      feeds.clear();
      sinks.clear();
    },
  };
};

export type Screens = ReturnType<typeof createScreens>;
