import * as v from 'valibot';
import type { Fact, Recorded } from '../../kernel/decider.ts';
import type { Envelope } from '../../kernel/envelope.ts';
import { recorded, streamOf } from '../../kernel/envelope.ts';
import { count, id } from '../../kernel/parse.ts';
import type { TournamentState } from '../../rooms/tournament/room.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { Shell } from '../shell.ts';
import type { Door, Socket } from './socket.ts';
import { complain, isOpen, tell, understood } from './socket.ts';

/** Events that are sent one by one after a drop; further behind, the whole state is shorter. */
const MOST_BEHIND = 500;
/** Tournaments that one page follows at a time. */
const MOST_FOLLOWED = 50;
/** A state of 5,000 entries weighs some megabytes, and may wait for a tablet on bad Wi-Fi. */
const MOST_WAITING = 32 * 1024 * 1024;

type Event = Recorded<Fact>;

/** What the pages show as a list and fetch again when told. */
export type ListName = 'tournaments' | 'displays' | 'requests';

/** How far one socket is in one tournament. */
type Following = {
  /** Version of the last event it was sent; null until it was sent a state. */
  version: number | null;
  /** Events that came while older ones are being read from the log. */
  late: Event[] | null;
};

const frames = v.variant('type', [
  v.strictObject({
    type: v.literal('subscribe'),
    tournamentId: id,
    /** What the page has folded already. */
    version: v.optional(count()),
  }),
  v.strictObject({ type: v.literal('unsubscribe'), tournamentId: id }),
]);

/** An envelope as pages fold it. */
export const eventOf = (envelope: Envelope): Event => recorded<Fact>(tournament.upcast(envelope));

/** Who has an entry, by the events that say so. */
const playersIn = (events: readonly Event[]): readonly string[] =>
  events.flatMap(({ data }) =>
    typeof data === 'object' && data !== null && 'playerId' in data
      ? [String(data['playerId'])]
      : [],
  );

/**
 * Signed-in pages: a state at version N, then every event after it in order, without a gap and
 * without a repetition on one connection; names beside it, because events hold none.
 */
export const createOperators = ({
  shell,
  build,
  failed,
}: {
  readonly shell: Pick<Shell, 'handle' | 'log' | 'names' | 'now'>;
  /** Of the pages that this leaf serves: an open page with another one loads itself again. */
  readonly build: () => string;
  readonly failed: (error: unknown) => void;
}) => {
  const sockets = new Map<Socket, Map<string, Following>>();

  const tellNames = async (to: () => Iterable<Socket>, ids: readonly string[]) => {
    if (ids.length === 0) return;
    const known = await shell.names.of(ids);
    const names = Object.fromEntries(ids.map((one) => [one, known[one] ?? null]));
    const text = JSON.stringify({ type: 'names', names });
    for (const socket of to()) if (isOpen(socket)) socket.send(text);
  };

  /** Serialised once for all pages that are as far as each other, and nearly always all of them are. */
  const teller = (tournamentId: string, events: readonly Event[]) => {
    const now = shell.now();
    const texts = new Map<number, string>();
    return (socket: Socket, own: Following) => {
      const fresh = events.filter(({ version }) => version > (own.version ?? 0));
      const last = fresh.at(-1);
      if (last === undefined) return;
      own.version = last.version;
      const known = texts.get(fresh.length);
      const text = known ?? JSON.stringify({ type: 'events', tournamentId, events: fresh, now });
      texts.set(fresh.length, text);
      socket.send(text);
    };
  };

  /** The page has not closed, nor asked anew, since this began. */
  const stands = (socket: Socket, tournamentId: string, own: Following): boolean =>
    isOpen(socket) && sockets.get(socket)?.get(tournamentId) === own;

  const snapshot = (
    socket: Socket,
    tournamentId: string,
    own: Following,
    state: TournamentState,
  ) => {
    const { version } = state;
    own.version = version;
    tell(socket, { type: 'snapshot', tournamentId, version, state, now: shell.now() });
  };

  /** What it missed, from the log; what is committed meanwhile queues behind it. */
  const catchUp = async (socket: Socket, tournamentId: string, own: Following, since: number) => {
    own.late = [];
    const rows = await shell.log.stream(streamOf('tournament', tournamentId), since);
    if (!stands(socket, tournamentId, own)) return;
    const events = inOrder([...rows.map(({ envelope }) => eventOf(envelope)), ...own.late]);
    own.late = null;
    own.version = events.at(-1)?.version ?? since;
    tell(socket, { type: 'events', tournamentId, events, now: shell.now() });
  };

  const unknown = (socket: Socket, tournamentId: string) => {
    sockets.get(socket)?.delete(tournamentId);
    const message = 'There is no such tournament.';
    complain(socket, { code: 'NOT_FOUND', message }, { tournamentId });
  };

  /** A state or what came since, at a moment when nothing uncommitted is in it; then the names. */
  const start = async (socket: Socket, tournamentId: string, own: Following, since?: number) => {
    const stream = streamOf('tournament', tournamentId);
    const names = await shell.handle.look(stream, async (found, version) => {
      if (!stands(socket, tournamentId, own)) return [];
      const state = tournamentState(found);
      const players = Object.keys(state.byPlayer);
      const behind = since === undefined ? Number.POSITIVE_INFINITY : version - since;
      if (state.status === 'none') unknown(socket, tournamentId);
      else if (since !== undefined && behind >= 0 && behind <= MOST_BEHIND)
        await catchUp(socket, tournamentId, own, since);
      else snapshot(socket, tournamentId, own, state);
      return players;
    });
    await tellNames(() => [socket], names);
  };

  const follow = async (socket: Socket, tournamentId: string, since: number | undefined) => {
    const all = sockets.get(socket);
    if (all === undefined) return;
    if (all.size >= MOST_FOLLOWED && !all.has(tournamentId)) {
      const message = `At most ${MOST_FOLLOWED} tournaments at a time.`;
      return complain(socket, { code: 'TOO_MANY', message }, { tournamentId });
    }
    const own = { version: null, late: null };
    all.set(tournamentId, own);
    await start(socket, tournamentId, own, since);
  };

  const door: Door = {
    mostWaiting: MOST_WAITING,
    open: (socket) => {
      sockets.set(socket, new Map());
      tell(socket, { type: 'hello', build: build(), now: shell.now() });
    },
    message: (socket, frame) => {
      const asked = understood(socket, frames, frame);
      if (asked === null) return;
      if (asked.type === 'unsubscribe') sockets.get(socket)?.delete(asked.tournamentId);
      else follow(socket, asked.tournamentId, asked.version).catch(failed);
    },
    close: (socket) => {
      sockets.delete(socket);
    },
  };

  const followers = (tournamentId: string): readonly (readonly [Socket, Following])[] =>
    [...sockets].flatMap(([socket, all]) => {
      const own = all.get(tournamentId);
      return own === undefined ? [] : [[socket, own] as const];
    });

  return {
    door,
    /** Events of one tournament, in order, after their commit. */
    committed: (tournamentId: string, events: readonly Event[]): void => {
      const all = followers(tournamentId);
      if (all.length === 0) return;
      const send = teller(tournamentId, events);
      for (const [socket, own] of all) {
        if (own.late !== null) own.late.push(...events);
        else if (own.version !== null) send(socket, own);
      }
      tellNames(() => all.map(([socket]) => socket), playersIn(events)).catch(failed);
    },
    /** Something that the pages show as a list is no longer as it was. */
    listChanged: (list: ListName): void => {
      const text = JSON.stringify({ type: list });
      for (const socket of sockets.keys()) socket.send(text);
    },
    renamed: (ids: readonly string[]): void => {
      if (sockets.size > 0) tellNames(() => sockets.keys(), ids).catch(failed);
    },
  };
};

/** By version, each once: what the log and the commits told may overlap. */
const inOrder = (events: readonly Event[]): readonly Event[] => {
  const byVersion = new Map(events.map((event) => [event.version, event]));
  return [...byVersion.values()].sort((a, b) => a.version - b.version);
};

export type Operators = ReturnType<typeof createOperators>;
