import type {
  AnnounceEndMessage,
  AnnounceMessage,
  AssignMessage,
  Signal,
  SignalMessage,
} from '../../src/rooms/displays/views/messages.ts';
import type { Board, BoardKind, LobbyLine } from '../../src/rooms/tournament/views/boards.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import type { HelloMessage, Wire } from '../../ui/live.ts';
import { connect, isMessage, keepUp } from '../../ui/live.ts';
import type { ReadonlySignal } from '../html.ts';
import { computed, signal } from '../html.ts';
import type { Heard } from './sound.ts';

type StateMessage = {
  readonly type: 'state';
  readonly view: string;
  readonly tournamentId: string;
  readonly ts: number;
  readonly data: ScreenView & { readonly board?: Board };
};
type LobbyMessage = {
  readonly type: 'state';
  readonly view: 'lobby';
  readonly ts: number;
  readonly data: { readonly tournaments: readonly LobbyLine[] };
};
type TickMessage = { readonly type: 'tick'; readonly remainingMs: number };
type Plain<Type extends string> = { readonly type: Type };

/** What the leaf said last, and when this page heard it. */
export type Shown = {
  readonly data: ScreenView;
  readonly tournamentId: string;
  /** The leaf's wall clock, a label only. */
  readonly ts: number;
  /** `performance.now()` of the message: the screen counts from here. */
  readonly at: number;
  readonly remainingMs: number;
};

/** A board, and the moment that it speaks of. */
export type Boarded = { readonly board: Board; readonly ts: number; readonly at: number };

/** A text over everything, until `endsAt` by `performance.now()`, or taken down sooner. */
export type Announcement = {
  readonly id: string;
  readonly text: string;
  readonly sound: boolean;
  readonly endsAt: number;
};

export type Screen = {
  readonly assigned: ReadonlySignal<AssignMessage | null>;
  readonly shown: ReadonlySignal<Shown | null>;
  readonly boards: ReadonlySignal<{ readonly [kind in BoardKind]?: Boarded }>;
  readonly lobby: ReadonlySignal<readonly Shown[] | null>;
  readonly announcements: ReadonlySignal<readonly Announcement[]>;
  readonly lost: ReadonlySignal<boolean>;
  /** ms since the last word of the leaf, in whole seconds. */
  readonly ageMs: ReadonlySignal<number>;
};

/** What happens once, and is heard, not kept. */
export type Ears = {
  readonly onSignal: (signal: Signal) => void;
  readonly onAssign: (assigned: AssignMessage) => void;
  readonly onAnnounce: (announcement: Announcement) => void;
  readonly onTone: () => void;
  readonly heard: () => Heard;
};

const HEARTBEAT_MS = 5_000;
/** A running clock speaks every second: this long without a word is no hiccup any more. */
const SILENT_MS = 3_500;
/** The lobby speaks at least every 15 s. */
const LOBBY_SILENT_MS = 20_000;
/** More at a time nobody reads. */
const MOST_ANNOUNCEMENTS = 4;

export const isRunning = ({ status, clock }: ScreenView): boolean =>
  status === 'running' && !clock.paused && !clock.undecided;

/** Left in the level now; never below 0:00, where the screen waits for the leaf (DSP-6). */
export const leftMs = (shown: Shown, perfMs: number): number =>
  isRunning(shown.data) ? Math.max(0, shown.remainingMs - (perfMs - shown.at)) : shown.remainingMs;

/** Run of the level since the message came. */
export const passedMs = (shown: Shown, perfMs: number): number =>
  isRunning(shown.data) ? Math.max(0, shown.remainingMs - leftMs(shown, perfMs)) : 0;

const shownOf = (data: ScreenView, tournamentId: string, ts: number, at: number): Shown => ({
  ...{ data, tournamentId, ts, at },
  remainingMs: data.clock.remainingMs,
});

const isLobby = (message: unknown): message is LobbyMessage =>
  isMessage<StateMessage>(message, 'state') && message.view === 'lobby';

const followMessages = (nodeId: string, ears: Ears) => {
  const assigned = signal<AssignMessage | null>(null);
  const shown = signal<Shown | null>(null);
  const boards = signal<Screen['boards']['value']>({});
  const lobby = signal<readonly Shown[] | null>(null);
  const announcements = signal<readonly Announcement[]>([]);

  const without = (id: string) => announcements.value.filter((one) => one.id !== id);

  const hearState = ({ data, tournamentId, ts }: StateMessage, at: number): void => {
    const expected = assigned.value?.tournamentId;
    if (expected !== undefined && expected !== null && expected !== tournamentId) return;
    const { board } = data;
    if (board !== undefined)
      boards.value = { ...boards.value, [board.kind]: { board, ts, at } satisfies Boarded };
    shown.value = shownOf(data, tournamentId, ts, at);
  };

  const hearAssign = (message: AssignMessage): void => {
    if (message.tournamentId !== shown.value?.tournamentId) {
      shown.value = null;
      boards.value = {};
    }
    assigned.value = message;
    ears.onAssign(message);
  };

  const hearAnnounce = ({ id, text, seconds, sound }: AnnounceMessage, at: number): void => {
    const isNew = announcements.value.every((one) => one.id !== id);
    const announcement = { id, text, sound, endsAt: at + seconds * 1_000 };
    announcements.value = [...without(id), announcement].slice(-MOST_ANNOUNCEMENTS);
    // Told again after a lost connection: seen, not heard a second time.
    if (isNew) ears.onAnnounce(announcement);
  };

  const hear = (message: unknown): void => {
    const at = performance.now();
    if (isLobby(message)) {
      const { data, ts } = message;
      lobby.value = data.tournaments.map((line) => shownOf(line, line.tournamentId, ts, at));
    } else if (isMessage<StateMessage>(message, 'state')) hearState(message, at);
    else if (isMessage<TickMessage>(message, 'tick')) {
      const { value } = shown;
      if (value !== null) shown.value = { ...value, at, remainingMs: message.remainingMs };
    } else if (isMessage<AssignMessage>(message, 'assign')) hearAssign(message);
    else if (isMessage<SignalMessage>(message, 'signal')) {
      if (message.tournamentId === assigned.value?.tournamentId) ears.onSignal(message.signal);
    } else if (isMessage<AnnounceMessage>(message, 'announce')) hearAnnounce(message, at);
    else if (isMessage<AnnounceEndMessage>(message, 'announceEnd'))
      announcements.value = without(message.id);
    else if (isMessage<Plain<'tone'>>(message, 'tone')) ears.onTone();
    else if (isMessage<HelloMessage>(message, 'hello')) keepUp(message);
    else if (isMessage<Plain<'reboot'>>(message, 'reboot')) location.reload();
  };

  const beat = (wire: Wire) =>
    wire.send({
      type: 'heartbeat',
      nodeId,
      resolution: { w: innerWidth, h: innerHeight },
      uptime: Math.floor(performance.now() / 1_000),
      sound: ears.heard(),
    });
  const wire = connect({
    path: () => `/ws/display/${nodeId}`,
    onOpen: () => beat(wire),
    onMessage: hear,
  });
  setInterval(() => beat(wire), HEARTBEAT_MS);
  /** Announcements end by their seconds, with the leaf or without it. */
  const tidy = (perfMs: number): void => {
    const { value } = announcements;
    if (value.some(({ endsAt }) => endsAt <= perfMs))
      announcements.value = value.filter(({ endsAt }) => endsAt > perfMs);
  };
  return { assigned, shown, boards, lobby, announcements, wire, tidy, tell: () => beat(wire) };
};

/** Connects this screen to the leaf and keeps what it said, also while the leaf is away. */
export const openScreen = (
  nodeId: string,
  beat: ReadonlySignal<number>,
  ears: Ears,
): Screen & { readonly tidy: (perfMs: number) => void; readonly tell: () => void } => {
  // Taken apart without a rest: old browsers would need a helper for it, and every byte is counted.
  const kept = followMessages(nodeId, ears);
  const { wire, assigned, shown, lobby } = kept;
  const isInLobby = computed(() => assigned.value?.view === 'lobby');
  const heardAt = computed(() => (isInLobby.value ? lobby.value?.[0]?.at : shown.value?.at));
  const ageMs = computed(() => {
    const at = heardAt.value;
    return at === undefined ? 0 : Math.max(0, Math.floor((beat.value - at) / 1_000) * 1_000);
  });
  const lost = computed(() => {
    const { value } = shown;
    const silent = isInLobby.value
      ? ageMs.value >= LOBBY_SILENT_MS
      : value !== null && isRunning(value.data) && ageMs.value >= SILENT_MS;
    return wire.status.value === 'lost' || silent;
  });
  return { ...kept, lost, ageMs };
};
