import * as v from 'valibot';
import type { Recorded } from '../../kernel/decider.ts';
import type { Envelope } from '../../kernel/envelope.ts';
import { recorded } from '../../kernel/envelope.ts';
import { count } from '../../kernel/parse.ts';
import type { DisplayEvent, DisplaysState } from '../../rooms/displays/room.ts';
import {
  assignMessage,
  DISPLAYS_STREAM,
  displayOf,
  displays,
  displaysState,
  isKnown,
} from '../../rooms/displays/room.ts';
import type { Shell } from '../shell.ts';
import type { Screens } from './screens.ts';
import { topicOf } from './screens.ts';
import type { Door, Socket } from './socket.ts';
import { isOpen, tell, understood } from './socket.ts';

/** Some minutes of a running clock: a screen that is so far behind had better begin anew. */
const MOST_WAITING = 256 * 1024;

const pixels = count(100_000);
const frames = v.strictObject({
  type: v.literal('heartbeat'),
  nodeId: v.string(),
  resolution: v.strictObject({ w: pixels, h: pixels }),
  /** Seconds, from the page's own clock. */
  uptime: v.pipe(v.number(), v.minValue(0), v.maxValue(1e10)),
});

export const displayEventOf = (envelope: Envelope): Recorded<DisplayEvent> =>
  recorded<DisplayEvent>(displays.upcast(envelope));

/** One open window of a screen, and the tournament that it was told to show. */
type Screen = { tournamentId: string | null };

/** Screens in the room: each is told what it shall show, and follows that tournament's clock. */
export const createDisplays = ({
  shell,
  screens,
  failed,
  seen,
}: {
  readonly shell: Pick<Shell, 'handle' | 'nodes' | 'auth'>;
  readonly screens: Screens;
  readonly failed: (error: unknown) => void;
  /** Told when a screen came, went or has to be shown otherwise in the list. */
  readonly seen: () => void;
}) => {
  const open = new Map<string, Map<Socket, Screen>>();

  const look = <T>(use: (state: DisplaysState) => T): Promise<T> =>
    shell.handle.look(DISPLAYS_STREAM, (state) => use(displaysState(state)));

  const show = (socket: Socket, screen: Screen, tournamentId: string | null) => {
    if (screen.tournamentId !== null) {
      socket.unsubscribe(topicOf(screen.tournamentId));
      screens.unwatch(screen.tournamentId);
    }
    screen.tournamentId = tournamentId;
    if (tournamentId === null) return;
    socket.subscribe(topicOf(tournamentId));
    screens.watch(tournamentId);
    const first = (message: string) => {
      if (isOpen(socket) && screen.tournamentId === tournamentId) socket.send(message);
    };
    screens.current(tournamentId, first).catch(failed);
  };

  const assign = (nodeId: string, state: DisplaysState) => {
    const display = displayOf(state, nodeId);
    shell.nodes.setKnown(nodeId, isKnown(state, nodeId));
    for (const [socket, screen] of open.get(nodeId) ?? []) {
      if (!isOpen(socket)) continue;
      tell(socket, assignMessage(display, shell.auth.venue()?.name ?? ''));
      if (screen.tournamentId !== display.tournamentId) show(socket, screen, display.tournamentId);
    }
  };

  const arrive = (nodeId: string, socket: Socket, state: DisplaysState) => {
    if (!isOpen(socket)) return;
    const display = displayOf(state, nodeId);
    const screen: Screen = { tournamentId: null };
    const windows = open.get(nodeId) ?? new Map<Socket, Screen>();
    open.set(nodeId, windows.set(socket, screen));
    shell.nodes.opened(nodeId, isKnown(state, nodeId), socket);
    tell(socket, assignMessage(display, shell.auth.venue()?.name ?? ''));
    show(socket, screen, display.tournamentId);
    seen();
  };

  const leave = (nodeId: string, socket: Socket) => {
    const windows = open.get(nodeId);
    const tournamentId = windows?.get(socket)?.tournamentId ?? null;
    if (tournamentId !== null) screens.unwatch(tournamentId);
    windows?.delete(socket);
    if (windows?.size === 0) open.delete(nodeId);
    shell.nodes.closed(nodeId, socket);
    seen();
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
                if (beat === null) return;
                const { resolution, uptime } = beat;
                shell.nodes.beat(nodeId, { resolution, uptime: Math.floor(uptime) });
              },
              close: (socket) => leave(nodeId, socket),
            }
          : null,
      ),
    /** Named, assigned or removed: the screens it is about are told at once. */
    committed: (events: readonly DisplayEvent[]): void => {
      const ids = new Set(events.map(({ data }) => data.nodeId));
      look((state) => {
        for (const nodeId of ids) assign(nodeId, state);
      }).catch(failed);
      seen();
    },
  };
};

export type Displays = ReturnType<typeof createDisplays>;
