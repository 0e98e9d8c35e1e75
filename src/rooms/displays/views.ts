import { compareText } from '../../kernel/compare.ts';
import type { Language } from '../../kernel/language.ts';
import type { Now } from '../../kernel/time.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Theme, View } from './commands.ts';
import type { AnnouncementMade, Turn } from './events.ts';
import type { Display, State } from './state.ts';
import { displayOf, fresh, isKnown } from './state.ts';
import type { Shown } from './views/shown.ts';
import { clockHolders, holding, overrideOn, shownOn } from './views/shown.ts';

export * from './views/due.ts';
export * from './views/messages.ts';
export * from './views/shown.ts';

/** What a screen says of its own sound: the browser may keep it locked until somebody touches it. */
export const HEARD = ['on', 'locked', 'off'] as const;
export type Heard = (typeof HEARD)[number];

/** What the leaf knows of a screen since it started; nothing of it is kept. */
export type Seen = {
  readonly nodeId: string;
  /** Wall clock and boot time of its last sign of life. */
  readonly atMs: number;
  readonly bootMs: number;
  readonly resolution: { readonly w: number; readonly h: number } | null;
  /** Seconds since its page was loaded. */
  readonly uptime: number | null;
  /** Null: it did not say. */
  readonly heard: Heard | null;
  /** Four digits by which the floor claims it (DSP-9); null once it is known. */
  readonly code: string | null;
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
  /** Its own view, whatever an override or the rule of the one clock make of it. */
  readonly view: View | 'unassigned';
  readonly theme: Theme;
  /** Null: the venue's. */
  readonly language: Language | null;
  readonly locked: boolean;
  /** It may make sounds. */
  readonly sound: boolean;
  readonly heard: Heard | null;
  readonly code: string | null;
  readonly cycle: readonly Turn[];
  readonly onBust: Turn | null;
  readonly override: {
    readonly view: View;
    readonly tournamentId: string | null;
    /** Wall clock; null: until somebody ends it. */
    readonly untilMs: number | null;
  } | null;
  /** Its playlist rests because it is the tournament's one clock. */
  readonly holdsClock: boolean;
};

const ageOf = (seen: Seen | undefined, now: Now): number =>
  seen === undefined ? Number.POSITIVE_INFINITY : now.bootMs - seen.bootMs;

const statusOf = (seen: Seen | undefined, now: Now): DisplayView['status'] => {
  const age = ageOf(seen, now);
  return age > OFFLINE_MS ? 'offline' : age > STALE_MS ? 'stale' : 'online';
};

/** The screens that spoke lately, as they are set up. */
const onlineIn = (state: State, seen: readonly Seen[], now: Now): readonly Display[] =>
  seen
    .filter((one) => isKnown(state, one.nodeId) && ageOf(one, now) <= STALE_MS)
    .map(({ nodeId }) => displayOf(state, nodeId));

/** Those of them that hold their tournament's clock (DSP-4). */
export const holdersIn = (state: State, seen: readonly Seen[], now: Now): ReadonlySet<string> =>
  clockHolders(onlineIn(state, seen, now), now);

const overrideView = (display: Display, now: Now): DisplayView['override'] => {
  const over = overrideOn(display, now);
  if (over === null) return null;
  const { view, tournamentId, until } = over;
  return { view, tournamentId, untilMs: until?.wallMs ?? null };
};

export const displayView = (
  display: Display,
  seen: Seen | undefined,
  { now, holds }: { readonly now: Now; readonly holds: boolean },
): DisplayView => {
  const { nodeId, name, group, tournamentId, view, theme, language, locked, sound } = display;
  return {
    ...{ id: nodeId, name, group },
    status: statusOf(seen, now),
    lastSeenAtMs: seen?.atMs ?? null,
    resolution: seen?.resolution ?? null,
    uptime: seen?.uptime ?? null,
    tournamentId,
    view: tournamentId === null && view !== 'lobby' ? 'unassigned' : view,
    ...{ theme, language, locked, sound },
    heard: seen?.heard ?? null,
    code: seen?.code ?? null,
    cycle: display.cycle,
    onBust: display.onBust,
    override: overrideView(display, now),
    holdsClock: holds,
  };
};

/** The named and assigned screens with those that merely showed up, by name, then by id. */
export const displaysView = (
  state: State,
  seen: readonly Seen[],
  now: Now,
): readonly DisplayView[] => {
  const alive = new Map(seen.map((one) => [one.nodeId, one]));
  const known = Object.values(state.displays);
  const others = seen.filter(({ nodeId }) => !isKnown(state, nodeId));
  const holders = holdersIn(state, seen, now);
  return [...known, ...others.map(({ nodeId }) => fresh(nodeId))]
    .map((display) => {
      const { nodeId } = display;
      return displayView(display, alive.get(nodeId), { now, holds: holders.has(nodeId) });
    })
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
};

/** What a screen shows now, with everything that has a say in it. */
export const resolved = (display: Display, now: Now, holds: boolean): Shown => {
  const shown = shownOn(display, now);
  return holds ? holding(shown) : shown;
};

/** Whether an announcement is for this screen: by id, by group, by the tournament it shows. */
export const isFor = (
  { nodeIds, group, tournamentId }: AnnouncementMade,
  display: Display,
  shown: Pick<Shown, 'tournamentId'>,
): boolean =>
  (nodeIds === null || nodeIds.includes(display.nodeId)) &&
  (group === null || group === display.group) &&
  (tournamentId === null || tournamentId === shown.tournamentId);
