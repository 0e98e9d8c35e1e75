import type { View } from '../src/rooms/displays/commands.ts';
import type { AssignMessage, Signal as Told } from '../src/rooms/displays/views/messages.ts';
import type { ReadonlySignal } from './html.ts';
import { computed, signal } from './html.ts';
import type { Playing, Programme } from './shared/cycle.ts';
import { beginning, busted, pageAt, pageMsOf, play, viewOf } from './shared/cycle.ts';
import type { Shown } from './shared/screen.ts';
import { leftMs } from './shared/screen.ts';

/** Left of the level that people play or rest in; null where no level runs. */
const leftOf = (shown: Shown | null, perfMs: number): number | null =>
  shown === null || shown.data.status !== 'running' ? null : leftMs(shown, perfMs);

const programmeOf = (assigned: AssignMessage): Programme | null =>
  assigned.view === 'unassigned'
    ? null
    : { view: assigned.view, cycle: assigned.cycle, onBust: assigned.onBust };

/** Which view is on, and which of its pages: the programme, played second by second. */
export const createStage = (shown: ReadonlySignal<Shown | null>) => {
  const programme = signal<Programme | null>(null);
  const playing = signal<Playing>(beginning);
  let told = '';
  let playedTo = performance.now();

  const view = computed<View | 'unassigned'>(() =>
    programme.value === null ? 'unassigned' : viewOf(programme.value, playing.value),
  );

  return {
    view,
    /** Begins anew only where what is shown changed, not when the screen got another name. */
    assign: (assigned: AssignMessage): void => {
      const next = programmeOf(assigned);
      const words = JSON.stringify([next, assigned.tournamentId]);
      if (words === told) return;
      told = words;
      programme.value = next;
      playing.value = beginning;
    },
    hear: (what: Told, perfMs: number): void => {
      if (what === 'bust' && programme.value !== null)
        playing.value = busted(programme.value, playing.value, leftOf(shown.value, perfMs));
    },
    /** Plays on to this moment. */
    to: (perfMs: number): void => {
      const ms = perfMs - playedTo;
      playedTo = perfMs;
      if (programme.value !== null)
        playing.value = play(programme.value, playing.value, {
          ms,
          leftMs: leftOf(shown.value, perfMs),
        });
    },
    pageOf: (pages: number): number => {
      const [now, on] = [programme.peek(), playing.peek()];
      return now === null ? 0 : pageAt(on.shownMs[viewOf(now, on)] ?? 0, pageMsOf(now, on), pages);
    },
  };
};

export type Stage = ReturnType<typeof createStage>;
