import type { ScheduleLine, ScreenView } from '../../../src/rooms/tournament/views/screen.ts';
import { number } from '../../amounts.ts';
import { get, getAll } from '../../api.ts';
import { useSignal } from '../../html.ts';
import type { Tone } from '../../parts/bits.ts';
import type { text as general } from '../../text.ts';
import { core as text } from '../../texts/en/core.ts';
import { usePolling } from '../media.ts';
import { beat, coreNow } from '../store.ts';

/** A tournament as the venue's own route tells it, as far as it is shown here. */
export type Tournament = Pick<ScreenView, 'currency' | 'status' | 'blinds' | 'next' | 'stats'> & {
  readonly name: string;
  readonly version: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly schedule: readonly ScheduleLine[];
  readonly clock: Omit<ScreenView['clock'], 'startsAt'> & { readonly startsAt: string | null };
};
export type Ranked = {
  readonly rank: number | null;
  readonly entryId: string;
  readonly name: string;
  readonly prize: number;
  readonly other: string | null;
  readonly seat: { readonly table: string; readonly seat: number } | null;
};
export type Place = {
  readonly from: number;
  readonly to: number;
  readonly each: number;
  readonly other?: string | null;
};

export type Heard = { readonly view: Tournament; readonly at: number };

const POLL_MS = 4_000;
/** More than any tournament has. */
const MOST = 20_000;

/** The clock every few seconds, the lists only when something happened. */
export const useBoard = (id: string, tournamentId: string) => {
  const heard = useSignal<Heard | undefined>(undefined);
  const rankings = useSignal<readonly Ranked[]>([]);
  const places = useSignal<readonly Place[]>([]);
  const isGone = useSignal(false);
  const path = `/venues/${id}/tournaments/${tournamentId}`;
  const lists = async () => {
    const [ranked, paid] = await Promise.all([
      getAll<Ranked>(`${path}/rankings?limit=1000`, MOST),
      get<{ paidPlaces: readonly Place[] }>(`${path}/payouts`),
    ]);
    rankings.value = ranked;
    places.value = paid.paidPlaces;
  };
  const ask = async () => {
    try {
      const view = await get<Tournament>(path);
      const before = heard.value?.view.version;
      heard.value = { view, at: coreNow() };
      if (before !== view.version) await lists();
    } catch {
      isGone.value = heard.value === undefined;
    }
  };
  usePolling(POLL_MS, ask, path);
  return { heard: heard.value, rankings: rankings.value, places: places.value, isGone };
};

export const leftMs = ({ view: { clock, status }, at }: Heard): number =>
  status === 'running' && !clock.paused
    ? Math.max(0, clock.remainingMs - (beat.value - at))
    : clock.remainingMs;

export const stateOf = ({ status, clock, blinds }: Tournament): keyof typeof general.status => {
  if (status !== 'running') return status;
  if (clock.undecided) return 'undecided';
  if (clock.paused) return 'paused';
  return blinds?.kind === 'break' ? 'break' : 'running';
};

export const TONES: { readonly [S in keyof typeof general.status]: Tone } = {
  ...{ setup: 'primary', running: 'success', paused: 'warning' },
  ...{ break: 'info', ended: 'plain', undecided: 'warning' },
};

export type Level = NonNullable<ScreenView['blinds']>;

export const stakes = (level: Level): string => {
  if (level.kind === 'break') return text.board.break;
  return level.bb > 0
    ? `${number(level.sb)}/${number(level.bb)}`
    : level.limits.map(number).join('/');
};

export const levelLine = (level: Level | null): string => {
  if (level === null) return text.board.lastLevel;
  const ante = level.kind === 'round' && level.ante > 0 ? ` · ${number(level.ante)}` : '';
  return stakes(level) + ante;
};
