import type { AlertsView } from '../../src/server/app.ts';
import type { Tone } from '../parts/bits.ts';

export type Alert = AlertsView['alerts'][number];
type Kind = Alert['kind'];

/** Told on the pages of the night by notices of their own. */
const ELSEWHERE: ReadonlySet<Kind> = new Set<Kind>([
  ...(['offline', 'lag', 'backlog', 'dayUsed', 'rolledBack'] as const),
]);

/** What the night's pages say of it: the gravest, and how many more there are. */
export const nightAlerts = (all: readonly Alert[]): readonly Alert[] =>
  all.filter(({ kind }) => !ELSEWHERE.has(kind));

/** What happened once: it stands until an admin has read it. */
const ONCE: ReadonlySet<Kind> = new Set<Kind>(['restart', 'machine']);
export const isOnce = ({ kind }: Alert): boolean => ONCE.has(kind);

export const toneOf = (all: readonly Alert[]): Tone =>
  all.length === 0 ? 'success' : all.some(({ tone }) => tone === 'danger') ? 'danger' : 'warning';

type Format = {
  readonly number: (n: number) => string;
  readonly seconds: (n: number) => string;
  /** `4 min`, `2 h`. */
  readonly span: (ms: number) => string;
};

export const percentText = (share: number, { number }: Pick<Format, 'number'>): string =>
  `${number(Math.round(share * 100))}\u00a0%`;

const MINUTE_MS = 60_000;

const time = (ms: number, format: Format): string =>
  ms < MINUTE_MS ? format.seconds(Math.round(ms / 1_000)) : format.span(ms);

/** The value of an alert as its words say it. */
export const valueText = (
  { kind, value }: Pick<Alert, 'kind' | 'value'>,
  format: Format,
): string => {
  const n = value ?? 0;
  switch (kind) {
    case 'temperature':
      return `${format.number(Math.round(n))}\u00a0°C`;
    case 'diskWear':
    case 'memory':
    case 'errors':
      return percentText(n, format);
    // 200 less what is left, so that more is worse.
    case 'battery':
      return percentText((200 - n) / 100, format);
    case 'clockOff':
    case 'clockJump':
    case 'offline':
    case 'lag':
      return time(n, format);
    default:
      return format.number(n);
  }
};

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `12 GB`, `640 MB`. */
export const bytesText = (bytes: number, number: (n: number) => string): string => {
  let [left, unit] = [bytes, 0];
  while (left >= 1_000 && unit < UNITS.length - 1) {
    left /= 1_000;
    unit += 1;
  }
  return `${number(left < 10 && unit > 0 ? Math.round(left * 10) / 10 : Math.round(left))}\u00a0${UNITS[unit]}`;
};
