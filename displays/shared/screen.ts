import type { AssignMessage } from '../../src/rooms/displays/views.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import type { ReadonlySignal } from '../../ui/html.ts';
import { computed, signal } from '../../ui/html.ts';
import type { Wire } from '../../ui/live.ts';
import { connect, isMessage } from '../../ui/live.ts';

type StateMessage = {
  readonly type: 'state';
  readonly tournamentId: string;
  readonly ts: number;
  readonly data: ScreenView;
};
type TickMessage = { readonly type: 'tick'; readonly remainingMs: number };
type RebootMessage = { readonly type: 'reboot' };

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

export type Screen = {
  readonly assigned: ReadonlySignal<AssignMessage | null>;
  readonly shown: ReadonlySignal<Shown | null>;
  readonly lost: ReadonlySignal<boolean>;
  /** ms since the last word of the leaf, in whole seconds. */
  readonly ageMs: ReadonlySignal<number>;
};

const HEARTBEAT_MS = 5_000;
/** A running clock speaks every second: this long without a word is no hiccup any more. */
const SILENT_MS = 3_500;

export const isRunning = ({ status, clock }: ScreenView): boolean =>
  status === 'running' && !clock.paused && !clock.undecided;

/** Left in the level now; never below 0:00, where the screen waits for the leaf (DSP-6). */
export const leftMs = (shown: Shown, perfMs: number): number =>
  isRunning(shown.data) ? Math.max(0, shown.remainingMs - (perfMs - shown.at)) : shown.remainingMs;

const followMessages = (nodeId: string) => {
  const assigned = signal<AssignMessage | null>(null);
  const shown = signal<Shown | null>(null);
  const hear = (message: unknown): void => {
    const at = performance.now();
    if (isMessage<StateMessage>(message, 'state')) {
      const { data, tournamentId, ts } = message;
      shown.value = { data, tournamentId, ts, at, remainingMs: data.clock.remainingMs };
    } else if (isMessage<TickMessage>(message, 'tick')) {
      if (shown.value !== null)
        shown.value = { ...shown.value, at, remainingMs: message.remainingMs };
    } else if (isMessage<AssignMessage>(message, 'assign')) {
      if (message.tournamentId !== shown.value?.tournamentId) shown.value = null;
      assigned.value = message;
      document.documentElement.dataset['theme'] = message.theme;
    } else if (isMessage<RebootMessage>(message, 'reboot')) location.reload();
  };
  const beat = (wire: Wire) =>
    wire.send({
      type: 'heartbeat',
      nodeId,
      resolution: { w: innerWidth, h: innerHeight },
      uptime: Math.floor(performance.now() / 1_000),
    });
  const wire = connect({
    path: () => `/ws/display/${nodeId}`,
    onOpen: () => beat(wire),
    onMessage: hear,
  });
  setInterval(() => beat(wire), HEARTBEAT_MS);
  return { assigned, shown, wire };
};

/** Connects this screen to the leaf and keeps what it said, also while the leaf is away. */
export const openScreen = (nodeId: string, beat: ReadonlySignal<number>): Screen => {
  const { assigned, shown, wire } = followMessages(nodeId);
  const ageMs = computed(() => {
    const { value } = shown;
    return value === null ? 0 : Math.floor((beat.value - value.at) / 1_000) * 1_000;
  });
  const lost = computed(() => {
    const { value } = shown;
    const silent = value !== null && isRunning(value.data) && ageMs.value >= SILENT_MS;
    return wire.status.value === 'lost' || silent;
  });
  return { assigned, shown, lost, ageMs };
};
