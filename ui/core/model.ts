import type { LiveLine, VenueLine } from '../../src/core/app.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';

/** From these on something is wrong (OPS-6). */
const SILENT_MS = 5 * MINUTE;
/** A leaf reports as soon as it has joined. */
const UNHEARD_MS = MINUTE;
const LAG_MS = 30 * SECOND;
const BACKLOG = 1_000;
/** More than messages are under way: a clock that stands wrong. */
const CLOCK_MS = MINUTE;
const DISK_BYTES = 2 * 1024 ** 3;

export type Trouble =
  /** It has joined, and nothing came: most often the hub's port is closed to it. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'silent'; readonly forMs: number }
  | { readonly kind: 'lag'; readonly events: number; readonly forMs: number }
  | { readonly kind: 'backlog'; readonly events: number }
  /** `aheadMs`: null where the leaf itself only says that it is not sure. */
  | { readonly kind: 'clock'; readonly aheadMs: number | null }
  | { readonly kind: 'disk'; readonly bytes: number }
  /** Of a leaf that is newer than this core: kept, and not to be seen before an upgrade. */
  | { readonly kind: 'upgrade'; readonly events: number }
  | { readonly kind: 'alarm'; readonly alarm: VenueLine['alarms'][number] }
  /** What the leaf says of itself. */
  | { readonly kind: 'leaf'; readonly alert: LeafAlert };

export type LeafAlert = NonNullable<VenueLine['report']>['alerts'][number];

/** Events of the leaf that the core did not have when it was last heard. */
export const behind = ({ report }: VenueLine): number =>
  report === null ? 0 : Math.max(0, report.headSeq - report.appliedSeq);

export const isSilent = ({ report }: VenueLine, nowMs: number): boolean =>
  report !== null && nowMs - report.heardAt > SILENT_MS;

/** A leaf that was told to wait does so for up to an hour at once; the alarm says what it is. */
const SHARE_MS = HOUR + 5 * MINUTE;

const isShareUsed = ({ alarms }: VenueLine, nowMs: number): boolean =>
  alarms.some(({ kind, lastAt }) => kind === 'quota' && nowMs - lastAt < SHARE_MS);

const lagOf = (venue: VenueLine, nowMs: number): readonly Trouble[] => {
  if (isShareUsed(venue, nowMs)) return [];
  const [events, since] = [behind(venue), venue.report?.behindSince ?? null];
  if (events > BACKLOG) return [{ kind: 'backlog', events }];
  const isLate = since !== null && nowMs - since > LAG_MS;
  return isLate && events > 0 ? [{ kind: 'lag', events, forMs: nowMs - since }] : [];
};

/** Held against the core's own clock: many a machine keeps time well without saying so. */
const clockOf = ({ clock, clockAheadMs }: NonNullable<VenueLine['report']>): readonly Trouble[] => {
  const isWrong = clockAheadMs === null ? clock === 'unsure' : Math.abs(clockAheadMs) > CLOCK_MS;
  return isWrong ? [{ kind: 'clock', aheadMs: clockAheadMs }] : [];
};

/** Of these the core knows by itself, and more. */
const SEEN_HERE: ReadonlySet<string> = new Set([
  ...['offline', 'lag', 'backlog', 'dayUsed', 'rolledBack'],
]);

const toldBy = ({ alerts }: NonNullable<VenueLine['report']>): readonly Trouble[] =>
  alerts
    .filter(({ kind }) => !SEEN_HERE.has(kind))
    .map((alert) => ({ kind: 'leaf', alert }) as const);

/** A leaf that says so itself says it better. */
const isDisk = (trouble: Trouble): boolean =>
  trouble.kind === 'leaf' && ['diskLow', 'diskFull'].includes(trouble.alert.kind);

const ofReport = (venue: VenueLine, nowMs: number): readonly Trouble[] => {
  const { report, leaf } = venue;
  if (report === null) {
    return leaf !== null && nowMs - leaf.enrolledAt > UNHEARD_MS ? [{ kind: 'unheard' }] : [];
  }
  const { heardAt, freeBytes, waiting } = report;
  const told = toldBy(report);
  return [
    ...(isSilent(venue, nowMs) ? [{ kind: 'silent', forMs: nowMs - heardAt } as const] : []),
    ...lagOf(venue, nowMs),
    ...told,
    ...clockOf(report),
    ...(freeBytes !== null && freeBytes < DISK_BYTES && !told.some(isDisk)
      ? [{ kind: 'disk', bytes: freeBytes } as const]
      : []),
    ...(waiting > 0 ? [{ kind: 'upgrade', events: waiting } as const] : []),
  ];
};

/** What somebody should look at, the worst first; nothing of a venue that was cut off. */
export const troublesOf = (venue: VenueLine, nowMs: number): readonly Trouble[] =>
  venue.revokedAt !== null
    ? []
    : [
        ...venue.alarms.map((alarm) => ({ kind: 'alarm', alarm }) as const),
        ...ofReport(venue, nowMs),
      ];

export type State = 'attention' | 'silent' | 'catchingUp' | 'inStep' | 'noLeaf' | 'revoked';

export const stateOf = (venue: VenueLine, nowMs: number): State => {
  if (venue.revokedAt !== null) return 'revoked';
  const troubles = troublesOf(venue, nowMs);
  if (venue.report === null && troubles.length === 0) return 'noLeaf';
  if (troubles.some(({ kind }) => kind !== 'silent')) return 'attention';
  if (troubles.length > 0) return 'silent';
  const waits = behind(venue) + (venue.report?.docsWaiting ?? 0);
  return waits > 0 ? 'catchingUp' : 'inStep';
};

/** Tournaments that somebody plays there now, as far as was heard. */
export const liveOf = ({ report, revokedAt }: VenueLine): readonly LiveLine[] =>
  revokedAt === null ? (report?.live ?? []) : [];

/** ms left in the level, counted on from the anchor by the core's clock. */
export const leftMs = ({ clock }: LiveLine, nowMs: number): number | null => {
  if (clock === null) return null;
  const gone = clock.running ? Math.max(0, nowMs - clock.at) : 0;
  return Math.max(0, clock.remainingMs - gone);
};

const RANKS: { readonly [S in State]: number } = {
  ...{ attention: 0, silent: 3, catchingUp: 4, inStep: 4, noLeaf: 5, revoked: 6 },
};

/** A night that fell silent is worse than a house that is closed, and a night is more than a quiet house. */
const rankOf = (venue: VenueLine, nowMs: number): number => {
  const state = stateOf(venue, nowMs);
  if (liveOf(venue).length === 0 || state === 'attention') return RANKS[state];
  return state === 'silent' ? 1 : 2;
};

const playersIn = (venue: VenueLine): number =>
  liveOf(venue).reduce((sum, { remaining }) => sum + remaining, 0);

const collator = new Intl.Collator(undefined, { numeric: true });
/** As people sort names: `Room 9` before `Room 10`. */
export const byName = (a: VenueLine, b: VenueLine): number => collator.compare(a.name, b.name);

/** What needs somebody first, then where most people play, then by name. */
export const inOrder = (venues: readonly VenueLine[], nowMs: number): readonly VenueLine[] =>
  venues
    .map((venue) => ({ venue, rank: rankOf(venue, nowMs), players: playersIn(venue) }))
    .sort((a, b) => a.rank - b.rank || b.players - a.players || byName(a.venue, b.venue))
    .map(({ venue }) => venue);

const plain = (words: string): string =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const wordsOf = (venue: VenueLine): string =>
  plain(
    [
      ...[venue.name, venue.slug, venue.organisation?.name ?? '', venue.timezone],
      ...[venue.leaf?.key ?? '', venue.report?.version ?? ''],
      ...liveOf(venue).map(({ name }) => name),
    ].join(' '),
  );

/** Those in which every word typed is found somewhere. */
export const found = (venues: readonly VenueLine[], typed: string): readonly VenueLine[] => {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return venues;
  return venues.filter((venue) => {
    const all = wordsOf(venue);
    return words.every((word) => all.includes(word));
  });
};

export const FILTERS = ['all', 'playing', 'attention', 'quiet'] as const;
export type Filter = (typeof FILTERS)[number];

export const passes = (filter: Filter, venue: VenueLine, nowMs: number): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'playing':
      return liveOf(venue).length > 0;
    case 'attention':
      return troublesOf(venue, nowMs).length > 0;
    case 'quiet':
      return liveOf(venue).length === 0 && troublesOf(venue, nowMs).length === 0;
  }
};

export const totals = (venues: readonly VenueLine[]) => ({
  venues: venues.length,
  playing: venues.reduce((sum, venue) => sum + liveOf(venue).length, 0),
  players: venues.reduce((sum, venue) => sum + playersIn(venue), 0),
  waiting: venues.reduce((sum, venue) => sum + (venue.revokedAt === null ? behind(venue) : 0), 0),
});

export type Age = {
  readonly unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days';
  readonly n: number;
};

/** How long something is, in the one unit that says it. */
export const ageOf = (ms: number): Age => {
  if (ms < 5 * SECOND) return { unit: 'now', n: 0 };
  if (ms < MINUTE) return { unit: 'seconds', n: Math.floor(ms / SECOND) };
  if (ms < 2 * HOUR) return { unit: 'minutes', n: Math.floor(ms / MINUTE) };
  if (ms < 2 * DAY) return { unit: 'hours', n: Math.floor(ms / HOUR) };
  return { unit: 'days', n: Math.floor(ms / DAY) };
};
