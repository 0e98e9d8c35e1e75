import { SECOND } from '../../kernel/time.ts';
import type { Theme, View } from './commands.ts';
import type { Display, State } from './state.ts';
import { fresh } from './state.ts';

/** What the leaf knows of a screen since it started; nothing of it is kept. */
export type Seen = {
  readonly nodeId: string;
  /** Wall clock and boot time of its last sign of life. */
  readonly atMs: number;
  readonly bootMs: number;
  readonly resolution: { readonly w: number; readonly h: number } | null;
  /** Seconds since its page was loaded. */
  readonly uptime: number | null;
};

export const STALE_MS = 15 * SECOND;
export const OFFLINE_MS = 60 * SECOND;

export type DisplayView = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly status: 'online' | 'stale' | 'offline';
  readonly lastSeenAtMs: number | null;
  readonly resolution: Seen['resolution'];
  readonly uptime: number | null;
  readonly tournamentId: string | null;
  readonly view: View | 'unassigned';
  readonly theme: Theme;
};

const statusOf = (seen: Seen | undefined, bootMs: number): DisplayView['status'] => {
  const age = seen === undefined ? Number.POSITIVE_INFINITY : bootMs - seen.bootMs;
  return age > OFFLINE_MS ? 'offline' : age > STALE_MS ? 'stale' : 'online';
};

export const displayView = (
  display: Display,
  seen: Seen | undefined,
  bootMs: number,
): DisplayView => ({
  id: display.nodeId,
  name: display.name,
  group: display.group,
  status: statusOf(seen, bootMs),
  lastSeenAtMs: seen?.atMs ?? null,
  resolution: seen?.resolution ?? null,
  uptime: seen?.uptime ?? null,
  tournamentId: display.tournamentId,
  view: display.tournamentId === null ? 'unassigned' : display.view,
  theme: display.theme,
});

/** The named and assigned screens with those that merely showed up, by name, then by id. */
export const displaysView = (
  state: State,
  seen: readonly Seen[],
  bootMs: number,
): readonly DisplayView[] => {
  const alive = new Map(seen.map((one) => [one.nodeId, one]));
  const known = Object.values(state.displays);
  const others = seen.filter(({ nodeId }) => state.displays[nodeId] === undefined);
  return [...known, ...others.map(({ nodeId }) => fresh(nodeId))]
    .map((display) => displayView(display, alive.get(display.nodeId), bootMs))
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What a screen is told to show (DSP-1), with the name of the house that stands on every view;
 * `cycle` is for later ones.
 */
export const assignMessage = (
  { name, group, tournamentId, view, theme }: Display,
  venue: string,
) => ({
  type: 'assign' as const,
  view: tournamentId === null ? ('unassigned' as const) : view,
  tournamentId,
  theme,
  config: { name, group, venue },
  cycle: [] as readonly never[],
});
export type AssignMessage = ReturnType<typeof assignMessage>;
