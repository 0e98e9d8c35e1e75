import * as v from 'valibot';
import { count } from '../../kernel/parse.ts';
import type { Display, DisplaysState, Shown } from '../../rooms/displays/room.ts';
import {
  announceMessage,
  assignMessage,
  DISPLAYS_STREAM,
  displayOf,
  displaysState,
  HEARD,
  holdersIn,
  isFor,
  isKnown,
  resolved,
} from '../../rooms/displays/room.ts';
import type { Shell } from '../shell.ts';
import type { Feed, Sources } from './feeds.ts';
import { feedsOf } from './feeds.ts';
import { houseOf } from './house.ts';
import type { Door, Socket } from './socket.ts';
import { isOpen, tell, understood } from './socket.ts';

/** A few boards of 5,000 players: a screen that is so far behind had better begin anew. */
const MOST_WAITING = 4 * 1024 * 1024;

const pixels = count(100_000);
const frames = v.strictObject({
  type: v.literal('heartbeat'),
  nodeId: v.string(),
  resolution: v.strictObject({ w: pixels, h: pixels }),
  /** Seconds, from the page's own clock. */
  uptime: v.pipe(v.number(), v.minValue(0), v.maxValue(1e10)),
  sound: v.optional(v.picklist(HEARD)),
});

/** One open window of a screen. */
type Screen = {
  /** By topic. */
  readonly following: Map<string, Feed>;
  /** The assignment that it was told last, as sent. */
  assigned: string;
  /** Announcements that stand over it. */
  readonly announced: Set<string>;
};

/**
 * Screens in the room: each is told what it shall show, follows what belongs to that, and hears what is
 * announced on it.
 */
export const createDisplays = ({
  shell,
  sources,
  build,
  failed,
  seen,
}: {
  readonly shell: Pick<Shell, 'handle' | 'nodes' | 'auth' | 'now' | 'coreOrigin' | 'lanOrigin'>;
  readonly sources: Sources;
  /** Of the pages that this leaf serves. */
  readonly build: () => string;
  readonly failed: (error: unknown) => void;
  /** Told when a screen came, went or has to be shown otherwise in the list. */
  readonly seen: () => void;
}) => {
  const open = new Map<string, Map<Socket, Screen>>();
  /** What all assignments went by last time, beside the screens themselves. */
  let told = '';

  const look = <T>(use: (state: DisplaysState) => T): Promise<T> =>
    shell.handle.look(DISPLAYS_STREAM, (state) => use(displaysState(state)));

  const follow = (socket: Socket, { following }: Screen, feeds: readonly Feed[]) => {
    const wanted = new Map(feeds.map((feed) => [feed.topic, feed]));
    for (const [topic, feed] of following) {
      if (wanted.has(topic)) continue;
      socket.unsubscribe(topic);
      feed.unwatch();
      following.delete(topic);
    }
    for (const [topic, feed] of wanted) {
      if (following.has(topic)) continue;
      following.set(topic, feed);
      socket.subscribe(topic);
      feed.watch();
      const first = (message: string) => {
        if (isOpen(socket) && following.get(topic) === feed) socket.send(message);
      };
      feed.current(first).catch(failed);
    }
  };

  const announce = (
    socket: Socket,
    { announced }: Screen,
    state: DisplaysState,
    [display, shown]: readonly [Display, Shown],
  ) => {
    for (const id of announced) {
      if (state.announcements[id] !== undefined) continue;
      announced.delete(id);
      tell(socket, { type: 'announceEnd', id });
    }
    // Words would cover the code by which somebody wants to claim it.
    if (!isKnown(state, display.nodeId)) return;
    for (const [id, made] of Object.entries(state.announcements)) {
      const message = announced.has(id) ? null : announceMessage(made, shell.now());
      if (message === null || !isFor(made, display, shown)) continue;
      announced.add(id);
      tell(socket, message);
    }
  };

  /** Brings every window of one screen to what it shall show and say now. */
  const update = (nodeId: string, state: DisplaysState, holders: ReadonlySet<string>) => {
    shell.nodes.setKnown(nodeId, isKnown(state, nodeId));
    const display = displayOf(state, nodeId);
    const shown = resolved(display, shell.now(), holders.has(nodeId));
    const code = shell.nodes.seen(nodeId)?.code ?? null;
    const message = assignMessage(display, shown, code, houseOf(shell, shown.tournamentId));
    const assigned = JSON.stringify(message);
    for (const [socket, screen] of open.get(nodeId) ?? []) {
      if (!isOpen(socket)) continue;
      if (screen.assigned !== assigned) socket.send(assigned);
      screen.assigned = assigned;
      follow(socket, screen, feedsOf(sources, shown));
      announce(socket, screen, state, [display, shown]);
    }
  };

  const holdersNow = (state: DisplaysState): ReadonlySet<string> =>
    holdersIn(state, shell.nodes.list(), shell.now());

  const updateAll = (state: DisplaysState) => {
    const holders = holdersNow(state);
    told = JSON.stringify([houseOf(shell, ''), [...holders].sort()]);
    for (const nodeId of open.keys()) update(nodeId, state, holders);
  };

  /** All screens anew where something changed that more than one of them goes by. */
  const refreshIn = (state: DisplaysState) => {
    const now = JSON.stringify([houseOf(shell, ''), [...holdersNow(state)].sort()]);
    if (now === told) return;
    updateAll(state);
    seen();
  };

  const arrive = (nodeId: string, socket: Socket, state: DisplaysState) => {
    if (!isOpen(socket)) return;
    const windows = open.get(nodeId) ?? new Map<Socket, Screen>();
    const screen: Screen = { following: new Map(), assigned: '', announced: new Set() };
    open.set(nodeId, windows.set(socket, screen));
    shell.nodes.opened(nodeId, isKnown(state, nodeId), socket);
    refreshIn(state);
    update(nodeId, state, holdersNow(state));
    tell(socket, { type: 'hello', build: build() });
    seen();
  };

  const leave = (nodeId: string, socket: Socket) => {
    const windows = open.get(nodeId);
    for (const feed of windows?.get(socket)?.following.values() ?? []) feed.unwatch();
    windows?.delete(socket);
    if (windows?.size === 0) open.delete(nodeId);
    shell.nodes.closed(nodeId, socket);
    seen();
  };

  const beaten = (nodeId: string, { resolution, uptime, sound }: v.InferOutput<typeof frames>) => {
    const before = shell.nodes.seen(nodeId)?.heard ?? null;
    const heard = sound ?? before;
    shell.nodes.beat(nodeId, { resolution, uptime: Math.floor(uptime), heard });
    if (heard !== before) seen();
  };

  return {
    /** The door of one screen; null for a stranger among too many others. */
    doorFor: (nodeId: string): Promise<Door | null> =>
      look((state): Door | null =>
        shell.nodes.admits(nodeId, isKnown(state, nodeId))
          ? {
              mostWaiting: MOST_WAITING,
              open: (socket) => {
                look((now) => arrive(nodeId, socket, now)).catch(failed);
              },
              message: (socket, frame) => {
                const beat = understood(socket, frames, frame);
                if (beat !== null) beaten(nodeId, beat);
              },
              close: (socket) => leave(nodeId, socket),
            }
          : null,
      ),
    /** Something of this room was committed: whom it is about is told at once. */
    committed: (): void => {
      look(updateAll).catch(failed);
      seen();
    },
    /** Every second, and when the house changed: screens come and go, addresses change. */
    refresh: (): void => {
      look(refreshIn).catch(failed);
    },
  };
};

export type Displays = ReturnType<typeof createDisplays>;
