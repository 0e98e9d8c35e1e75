import type { Server, WebSocketHandler } from 'bun';
import * as v from 'valibot';
import { id as nodeId } from '../kernel/parse.ts';
import { ApiError, errorBody, statusOf } from './errors.ts';
import { createBoards } from './live/boards.ts';
import { createCommits } from './live/commits.ts';
import { createDisplays } from './live/displays.ts';
import { createLobby, LOBBY_MS } from './live/lobby.ts';
import { createNotes } from './live/notes.ts';
import type { ListName } from './live/operators.ts';
import { createOperators } from './live/operators.ts';
import { createPhones } from './live/public.ts';
import { createScreens } from './live/screens.ts';
import type { Door, Link, Socket } from './live/socket.ts';
import { frameOf } from './live/socket.ts';
import { createStreams } from './live/sse.ts';
import { createTimers } from './live/timers.ts';
import type { Operator, Shell } from './shell.ts';

export type { Link } from './live/socket.ts';

const TICK_MS = 100;
const SECOND_MS = 1_000;
const PING_MS = 30_000;
const SESSIONS_MS = 60_000;
/** Lists are fetched again at most this often. */
const LISTS_MS = 250;
/** More sockets and streams than any room holds people. */
const MOST_OPEN = 10_000;
const FULL = 'Too many are connected already.';
const PATH = /^\/ws\/(?:(operator)|(display|tournament)\/([A-Za-z0-9_-]{1,64}))$/u;

export type LiveDeps = {
  readonly shell: Pick<
    Shell,
    'auth' | 'coreOrigin' | 'handle' | 'lanOrigin' | 'log' | 'names' | 'nodes' | 'now'
  >;
  /** Of the pages: an open page with another one loads itself again; '' while there are none. */
  readonly build: () => string;
  /** Whose one-time ticket this is; null for an unknown, used or old one. */
  readonly redeem: (ticket: string) => Promise<Operator | null>;
  /** Whether a sign-in still holds. */
  readonly stands: (session: string) => Promise<boolean>;
  /** Says at once when a sign-in ends; answers how to stop listening. */
  readonly onSignedOut: (listener: (session: string) => void) => () => void;
  /** Host and Origin, before any upgrade; null lets it pass. */
  readonly refuses: (request: Request) => ApiError | null;
  /** Runs something again and again; tests bring their own time. */
  readonly every?: (ms: number, run: () => void) => () => void;
  /** Told what went wrong where nobody waits for an answer. */
  readonly failed?: (error: unknown) => void;
};

const everyMs = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

const refusing = (error: ApiError): Response =>
  Response.json(errorBody(error), { status: statusOf(error.code) });

const answer = (code: string, message: string): Response => refusing(new ApiError(code, message));

/**
 * Everything that moves by itself: sockets of operators, screens and players, server-sent events,
 * and the ticks of running clocks. Changes come from the log's commits, never from here.
 */
export const createLive = ({
  shell,
  build,
  redeem,
  stands,
  onSignedOut,
  refuses,
  every = everyMs,
  failed = console.error,
}: LiveDeps) => {
  let server: Server<Link> | null = null;
  const sockets = new Set<Socket>();
  const sessions = new Map<Socket, string>();
  const lists = new Map<ListName, ReturnType<typeof setTimeout>>();
  const stops: (() => void)[] = [];

  const { handle, now } = shell;
  const publish = (topic: string, message: string) => void server?.publish(topic, message);
  const screens = createScreens({ handle, names: shell.names, now, publish, failed });
  const boards = createBoards({ handle, names: shell.names, now, publish, failed });
  const lobby = createLobby({ log: shell.log, handle, now, publish, failed });
  const sources = { screens, boards, lobby };
  const notes = createNotes({ shell, screens });
  const phones = createPhones({ screens, notes, build }, failed);
  const streams = createStreams({ screens, notes, build }, failed);
  const operators = createOperators({ shell, build, failed });

  const listChanged = (list: ListName) => {
    if (lists.has(list)) return;
    const tell = () => {
      lists.delete(list);
      operators.listChanged(list);
    };
    lists.set(list, setTimeout(tell, LISTS_MS));
  };

  const displays = createDisplays({
    ...{ shell, sources, build, failed },
    seen: () => listChanged('displays'),
  });

  const gone = (tournamentId: string) => {
    phones.gone(tournamentId);
    streams.gone(tournamentId);
  };

  const committed = createCommits({
    ...{ shell, sources, displays, notes, operators, publish, listChanged, gone, failed },
  });
  const timers = createTimers(shell);

  /** What time alone changes for screens. */
  const second = () => {
    sweep();
    displays.refresh();
    timers().catch(failed);
  };

  const isFull = (): boolean => sockets.size + streams.size() >= MOST_OPEN;

  const operatorDoor = async (request: Request): Promise<Door | Response> => {
    const ticket = new URL(request.url).searchParams.get('ticket') ?? '';
    const operator = await redeem(ticket);
    if (operator === null)
      return answer('UNAUTHENTICATED', 'This ticket opens nothing: get another.');
    const { door } = operators;
    return {
      ...door,
      open: (socket) => {
        sessions.set(socket, operator.session);
        door.open(socket);
      },
      close: (socket) => {
        sessions.delete(socket);
        door.close(socket);
      },
    };
  };

  const doorFor = async (request: Request): Promise<Door | Response> => {
    const [, operator, kind, id = ''] = PATH.exec(new URL(request.url).pathname) ?? [];
    if (isFull()) return answer('TOO_MANY', FULL);
    if (operator !== undefined) return operatorDoor(request);
    if (kind === 'display' && v.is(nodeId, id))
      return (await displays.doorFor(id)) ?? answer('TOO_MANY', 'Too many unknown screens.');
    return kind === 'tournament' && (await screens.exists(id))
      ? phones.doorFor(id)
      : answer('NOT_FOUND', 'There is nothing under this address.');
  };

  /** Whoever is too far behind is dropped, so that nobody waits for it. */
  const sweep = () => {
    for (const socket of sockets)
      if (socket.getBufferedAmount() > socket.data.door.mostWaiting) socket.terminate();
  };

  /** A socket that did not answer the last ping is gone. */
  const ping = () => {
    for (const socket of sockets) {
      if (!socket.data.alive) socket.terminate();
      else {
        socket.data.alive = false;
        socket.ping();
      }
    }
    streams.ping();
  };

  const signedOut = (ended: string) => {
    for (const [socket, session] of sessions)
      if (session === ended) socket.close(4401, 'sign in again');
  };

  const checkSessions = async () => {
    for (const session of new Set(sessions.values()))
      if (!(await stands(session))) signedOut(session);
  };

  const websocket: WebSocketHandler<Link> = {
    maxPayloadLength: 64 * 1024,
    perMessageDeflate: false,
    // A backstop behind the sweep, which knows how much each audience may have waiting.
    backpressureLimit: 64 * 1024 * 1024,
    closeOnBackpressureLimit: true,
    // The leaf's own pings notice earlier.
    idleTimeout: 120,
    sendPings: false,
    open: (socket) => {
      sockets.add(socket);
      socket.data.door.open(socket);
    },
    message: (socket, text) => {
      const frame = frameOf(socket, text);
      if (frame !== undefined) socket.data.door.message(socket, frame);
    },
    pong: (socket) => {
      socket.data.alive = true;
    },
    close: (socket) => {
      sockets.delete(socket);
      socket.data.door.close(socket);
    },
  };

  return {
    /** For `Bun.serve`. */
    websocket,
    /**
     * Answers a request for a path below `/ws/`: undefined once the socket has taken it over.
     * 401 without a valid ticket, 403 from elsewhere, 404 for what is not there.
     */
    upgrade: async (request: Request, own: Server<Link>): Promise<Response | undefined> => {
      const refusal = refuses(request);
      if (refusal !== null) return refusing(refusal);
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
        return answer('MALFORMED', 'This address speaks WebSocket only.');
      const door = await doorFor(request);
      if (door instanceof Response) return door;
      const data: Link = { alive: true, errors: 0, door };
      return own.upgrade(request, { data })
        ? undefined
        : answer('MALFORMED', 'This is no WebSocket handshake.');
    },
    /**
     * Server-sent events of one tournament, null where there is none of that id.
     * @throws ApiError TOO_MANY (429).
     */
    stream: async (request: Request, tournamentId: string): Promise<Response | null> => {
      if (!(await screens.exists(tournamentId))) return null;
      if (isFull()) throw new ApiError('TOO_MANY', FULL);
      // Bun would cut an answer that is silent for 10 s.
      server?.timeout(request, 0);
      return streams.response(tournamentId);
    },
    /** Open connections. */
    counts: () => ({ sockets: sockets.size, streams: streams.size() }),
    start: (own: Server<Link>): void => {
      server = own;
      stops.push(
        handle.onCommitted(committed),
        shell.names.onChanged(operators.renamed),
        shell.names.onChanged(boards.renamed),
        onSignedOut(signedOut),
        every(TICK_MS, screens.tick),
        every(SECOND_MS, second),
        every(LOBBY_MS, lobby.tick),
        every(PING_MS, ping),
        every(SESSIONS_MS, () => void checkSessions().catch(failed)),
      );
    },
    /** Ends all connections and timers; before the server stops. */
    stop: (): void => {
      for (const stop of stops.splice(0)) stop();
      for (const timer of lists.values()) clearTimeout(timer);
      streams.stop();
      for (const socket of sockets) socket.close(1001, 'the leaf stops');
      screens.stop();
      boards.stop();
      lobby.stop();
    },
  };
};

export type Live = ReturnType<typeof createLive>;
