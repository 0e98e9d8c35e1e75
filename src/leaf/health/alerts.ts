import { MINUTE, SECOND } from '../../kernel/time.ts';
import type { AlertKind, AlertTone } from '../../server/alerts/kinds.ts';
import { ALERTS } from '../../server/alerts/kinds.ts';
import type { Readings } from './readings.ts';

/** One kind as it stood at the last look. */
export type Standing = {
  /** Wall clock, ms; null: all is well. */
  readonly raisedAt: number | null;
  /** Since when what was read says the opposite, by the clock since boot; null: it does not. */
  readonly turningAtBootMs: number | null;
  /** What was read last, in the kind's own unit; null: nothing. */
  readonly value: number | null;
  readonly tone: AlertTone;
};

export type Standings = { readonly [K in AlertKind]?: Standing };

/**
 * When to say something. `on` and `off` are apart, so that what hovers around a limit is said once, and
 * both have to hold for a while.
 */
type Rule = {
  /** The higher the worse; null: there is nothing to judge, which is as good as well. */
  readonly value: (readings: Readings) => number | null;
  /** From here on it is raised. */
  readonly on: number;
  /** Below this it is over; at most `on`. */
  readonly off: number;
  readonly forMs: number;
  readonly clearMs: number;
  /** From here on it is no warning any more. */
  readonly danger: number;
};

const yes = (is: boolean | null): number => (is === true ? 1 : 0);

/** Something that is or is not. */
const fact = (
  is: (readings: Readings) => boolean | null,
  { forMs = 0, clearMs = 0, danger = Infinity } = {},
): Rule => ({ value: (now) => yes(is(now)), on: 1, off: 1, forMs, clearMs, danger });

const GB = 1024 ** 3;
/** Free space that a disk should have: a tenth of it, of a large one 1 GB. */
const wantedBytes = ({ totalBytes }: { readonly totalBytes: number }): number =>
  Math.min(totalBytes / 10, GB);

const FEW_REQUESTS = 20;
const shareOf = ({ asked, failed }: Readings['requests']): number | null =>
  asked < FEW_REQUESTS ? null : failed / asked;

/** OPS-6's limits, and what boards and disks say of themselves. */
export const RULES: { readonly [K in AlertKind]: Rule } = {
  log: fact(({ log }) => log.unwell, { danger: 1, clearMs: 10 * SECOND }),
  diskFull: fact(({ disk }) => disk?.ballastGiven ?? null, { danger: 1 }),
  diskLow: {
    value: ({ disk }) => (disk === null ? null : 1 - disk.freeBytes / (2 * wantedBytes(disk))),
    ...{ on: 0.5, off: 0.375, forMs: 0, clearMs: 10 * SECOND, danger: 0.9 },
  },
  diskWear: {
    value: ({ disk }) =>
      disk === null ? null : Math.max(disk.wear ?? 0, yes(disk.isEnding) * 1.1),
    ...{ on: 0.8, off: 0.8, forMs: 0, clearMs: 0, danger: 1 },
  },
  temperature: {
    value: ({ celsius }) => celsius,
    ...{ on: 80, off: 75, forMs: 30 * SECOND, clearMs: MINUTE, danger: 90 },
  },
  // It comes with each peak of load; said once for all of them.
  power: fact(({ underVoltage }) => underVoltage, { clearMs: 10 * MINUTE }),
  battery: {
    value: ({ supply }) =>
      supply === null || !supply.onBattery ? null : 200 - (supply.percent ?? 100),
    ...{ on: 100, off: 100, forMs: 5 * SECOND, clearMs: 10 * SECOND, danger: 180 },
  },
  memory: {
    value: ({ memory }) => (memory === null ? null : 1 - memory.availableBytes / memory.totalBytes),
    ...{ on: 0.92, off: 0.87, forMs: MINUTE, clearMs: MINUTE, danger: 0.97 },
  },
  errors: {
    value: ({ requests }) => shareOf(requests),
    // Above 5 %, not from there on.
    ...{ on: 0.0501, off: 0.02, forMs: 0, clearMs: MINUTE, danger: 0.25 },
  },
  // Clocks need a while after a start; the first start of a machine may have no network yet.
  clock: fact(({ clock }) => !clock.synchronised, { forMs: 10 * MINUTE, clearMs: MINUTE }),
  clockOff: {
    value: ({ clock }) => Math.abs(clock.offsetMs),
    ...{ on: SECOND, off: 200, forMs: MINUTE, clearMs: MINUTE, danger: Infinity },
  },
  clockJump: {
    value: ({ clock }) => Math.abs(clock.jumpedMs),
    ...{ on: 5 * SECOND, off: 5 * SECOND, forMs: 0, clearMs: 0, danger: Infinity },
  },
  offline: {
    value: ({ cloud }) => cloud?.silentMs ?? null,
    ...{ on: 5 * MINUTE, off: 30 * SECOND, forMs: 0, clearMs: 0, danger: Infinity },
  },
  lag: {
    value: ({ cloud }) => (cloud === null || cloud.isShareUsed ? null : cloud.lagMs),
    ...{ on: 30 * SECOND + 1, off: 10 * SECOND, forMs: 0, clearMs: 10 * SECOND, danger: Infinity },
  },
  backlog: {
    value: ({ cloud }) => (cloud === null || cloud.isShareUsed ? null : cloud.waiting),
    ...{ on: 1_001, off: 100, forMs: 0, clearMs: 0, danger: Infinity },
  },
  // In place of those two: it waits because it was told to, and nobody has to do anything.
  dayUsed: {
    value: ({ cloud }) => (cloud?.isShareUsed === true ? cloud.waiting : null),
    ...{ on: 1, off: 1, forMs: 0, clearMs: 10 * SECOND, danger: Infinity },
  },
  children: {
    value: ({ childRestarts }) => childRestarts,
    ...{ on: 3, off: 1, forMs: 0, clearMs: 0, danger: Infinity },
  },
  rolledBack: fact(({ rolledBack }) => rolledBack),
  backup: {
    value: ({ backup }) => (backup === null ? null : backup.ageMs / backup.dueMs),
    ...{ on: 1.0001, off: 1, forMs: 0, clearMs: 0, danger: 3 },
  },
  restart: {
    value: ({ restarts }) => restarts,
    ...{ on: 1, off: 1, forMs: 0, clearMs: 0, danger: 4 },
  },
  machine: fact(({ changed }) => changed.length > 0, { danger: 1 }),
};

const CALM: Standing = { raisedAt: null, turningAtBootMs: null, value: null, tone: 'warning' };

const judged = (rule: Rule, before: Standing, now: Readings): Standing => {
  const value = rule.value(now);
  const isRaised = before.raisedAt !== null;
  const turns = isRaised ? value === null || value < rule.off : value !== null && value >= rule.on;
  const tone = value !== null && value >= rule.danger ? 'danger' : 'warning';
  if (!turns) return { ...before, turningAtBootMs: null, value, tone };
  const since = before.turningAtBootMs ?? now.bootMs;
  // Of another boot: the clock has begun anew.
  const turningAtBootMs = Math.min(since, now.bootMs);
  const waits = now.bootMs - turningAtBootMs < (isRaised ? rule.clearMs : rule.forMs);
  // What is raised keeps how bad it was until it is over.
  if (waits) return { ...before, turningAtBootMs, value, tone: isRaised ? before.tone : tone };
  return { raisedAt: isRaised ? null : now.wallMs, turningAtBootMs: null, value, tone };
};

/** What stands after this look, from what stood before. Pure: the same readings, the same answer. */
export const alerts = (now: Readings, before: Standings): Standings =>
  Object.fromEntries(ALERTS.map((kind) => [kind, judged(RULES[kind], before[kind] ?? CALM, now)]));

export type Raised = {
  readonly kind: AlertKind;
  readonly tone: AlertTone;
  readonly since: number;
  readonly value: number | null;
};

/** Said once where one explains the other: no line to the core is why events wait. */
const COVERED: { readonly [K in AlertKind]?: readonly AlertKind[] } = {
  offline: ['lag', 'backlog', 'dayUsed'],
  lag: ['backlog'],
  diskFull: ['diskLow'],
  clock: ['clockOff'],
};

/** Those that are raised, the gravest first: in danger, then by kind. */
export const raisedIn = (standings: Standings): readonly Raised[] => {
  const all = ALERTS.flatMap((kind): Raised[] => {
    const { raisedAt = null, tone = 'warning', value = null } = standings[kind] ?? {};
    return raisedAt === null ? [] : [{ kind, tone, since: raisedAt, value }];
  });
  const isGrave = ({ tone }: Raised): number => (tone === 'danger' ? 0 : 1);
  return all.sort((a, b) => isGrave(a) - isGrave(b));
};

/** Without those that another one explains. */
export const withoutCovered = (raised: readonly Raised[]): readonly Raised[] => {
  const covered = new Set(raised.flatMap(({ kind }) => COVERED[kind] ?? []));
  return raised.filter(({ kind }) => !covered.has(kind));
};
