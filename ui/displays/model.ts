import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { View } from '../../src/rooms/displays/commands.ts';

export type { View } from '../../src/rooms/displays/commands.ts';
export { VIEWS } from '../../src/rooms/displays/commands.ts';

export type Step = { readonly view: View; readonly seconds: number };

/** A screen as the leaf tells it. */
export type Display = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly status: 'online' | 'stale' | 'offline';
  /** ISO 8601; null: not since the leaf started. */
  readonly lastSeenAt: string | null;
  readonly resolution: { readonly w: number; readonly h: number } | null;
  readonly tournamentId: string | null;
  readonly view: View | 'unassigned';
  readonly theme: 'dark' | 'light';
  /** Null: the venue's. */
  readonly language: string | null;
  /** Overrides pass it by. */
  readonly locked: boolean;
  /** It may make sounds; `heard` is what it says of them. */
  readonly sound: boolean;
  readonly heard: 'on' | 'locked' | 'off' | null;
  readonly cycle: readonly Step[];
  readonly onBust: Step | null;
  readonly override: {
    readonly view: View;
    readonly tournamentId: string | null;
    readonly until: string | null;
  } | null;
  /** Its cycle rests because it is the tournament's one clock. */
  readonly holdsClock: boolean;
};

export const nameOf = ({ name, id }: Pick<Display, 'name' | 'id'>): string => name || id;

/** How long ago, in the largest unit that says it, with how many of it. */
export const agoOf = (
  ms: number,
): { readonly unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; readonly n: number } => {
  if (ms < 5 * SECOND) return { unit: 'now', n: 0 };
  if (ms < MINUTE) return { unit: 'seconds', n: Math.floor(ms / SECOND) };
  if (ms < HOUR) return { unit: 'minutes', n: Math.floor(ms / MINUTE) };
  if (ms < DAY) return { unit: 'hours', n: Math.floor(ms / HOUR) };
  return { unit: 'days', n: Math.floor(ms / DAY) };
};

/** The groups that screens are in, by name. */
export const groupsOf = (displays: readonly Display[]): readonly string[] =>
  [...new Set(displays.map(({ group }) => group))].filter((group) => group !== '').sort();

/** Which screens a choice means: all (``), a group (`group:Bar`) or one (`node:tv-1`). */
export const whereBody = (
  where: string,
): { readonly group?: string; readonly nodeIds?: readonly string[] } => {
  if (where.startsWith('group:')) return { group: where.slice(6) };
  return where.startsWith('node:') ? { nodeIds: [where.slice(5)] } : {};
};

/** A list with one element a step earlier (-1) or later (1); as it is at either end. */
export const moved = <T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] => {
  const [one, other] = [list[index], list[index + by]];
  if (one === undefined || other === undefined) return list;
  return list.map((item, i) => (i === index ? other : i === index + by ? one : item));
};

/** What a change is taken back with: the same fields as they were. */
export const former = <B extends object>(display: object, body: B): Partial<B> => {
  const before = new Map(Object.entries(display));
  // Of the very fields that the change names, so it has their types.
  return Object.fromEntries(Object.keys(body).map((key) => [key, before.get(key)])) as Partial<B>;
};
