import { number } from '../amounts.ts';
import { ApiProblem } from '../api.ts';
import { valueText } from '../settings/alerts-model.ts';
import { alerts } from '../texts/en/alerts.ts';
import { core as text } from '../texts/en/core.ts';
import { locale } from '../texts/en/locale.ts';
import { wordsOf as leafWordsOf, toast } from '../toasts.ts';
import type { LeafAlert, Trouble } from './model.ts';
import { ageOf } from './model.ts';

/** What went wrong, as the core's own pages say it. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof ApiProblem)) return leafWordsOf(error);
  if (error.code === 'UNREACHABLE') return text.errors.unreachable;
  return text.errors.codes[error.code] ?? leafWordsOf(error);
};

export const complain = (error: unknown): void => toast({ tone: 'danger', title: wordsOf(error) });

/** Runs what a tap asked for; a failure becomes a toast. Answers undefined then. */
export const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    complain(error);
    return undefined;
  }
};

export const ageText = (ms: number): string => {
  const { unit, n } = ageOf(ms);
  return unit === 'now' ? text.ago.now : text.ago[unit](n);
};

/** The same where it stands alone, without "ago". */
export const spanText = (ms: number): string =>
  ageOf(ms).unit === 'now' ? text.ago.seconds(Math.max(0, Math.floor(ms / 1_000))) : ageText(ms);

const MB = 1024 ** 2;
export const bytesText = (bytes: number): string =>
  bytes < 1024 * MB
    ? `${number(Math.round(bytes / MB))} MB`
    : `${number(Math.floor(bytes / MB / 1024))} GB`;

const dayAndTime = new Intl.DateTimeFormat(locale.times, {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
});

/** A moment in the reader's own time. */
export const momentText = (at: number | string): string => dayAndTime.format(new Date(at));

type Alarm = Extract<Trouble, { kind: 'alarm' }>['alarm'];

const alarmText = ({ kind, seq }: Alarm): string => {
  const at = number(seq ?? 0);
  switch (kind) {
    case 'gap':
      return text.trouble.gap(at);
    case 'fork':
      return text.trouble.fork(at);
    case 'damaged':
      return text.trouble.damaged(at);
    case 'witness':
      return text.trouble.witness(at);
    case 'stale':
      return text.trouble.stale;
    case 'tooNew':
      return text.trouble.tooNew;
    case 'twin':
      return text.trouble.twin;
    case 'behind':
      return text.trouble.behind;
    case 'rows':
      return text.trouble.rows;
    case 'wentBack':
      return text.trouble.wentBack(at);
    case 'quota':
      return text.trouble.quota;
    default:
      return text.trouble.other(kind);
  }
};

const CALM: ReadonlySet<Trouble['kind']> = new Set<Trouble['kind']>([
  ...(['silent', 'clock', 'disk', 'upgrade'] as const),
]);

/** What may pass by itself, or loses nothing, is told more calmly. */
export const toneOf = (trouble: Trouble): 'warning' | 'danger' => {
  if (trouble.kind === 'leaf') return trouble.alert.tone;
  return CALM.has(trouble.kind) ? 'warning' : 'danger';
};

const format = { number, seconds: (n: number) => `${number(n)} s`, span: spanText };

type Said = typeof alerts.says;
const isKnown = (kind: string): kind is keyof Said => Object.hasOwn(alerts.says, kind);

/** In the reader's language; a kind that only a newer leaf knows, in its own words. */
const leafText = ({ kind, value, says, since }: LeafAlert): string => {
  const said = isKnown(kind) ? alerts.says[kind](valueText({ kind, value }, format)) : says;
  return `${said} · ${alerts.since(momentText(since))}`;
};

export const troubleText = (trouble: Trouble): string => {
  switch (trouble.kind) {
    case 'unheard':
      return text.trouble.unheard;
    case 'silent':
      return text.trouble.silent(spanText(trouble.forMs));
    case 'lag':
      return text.trouble.lag(number(trouble.events), spanText(trouble.forMs));
    case 'backlog':
      return text.trouble.backlog(number(trouble.events));
    case 'clock':
      return trouble.aheadMs === null
        ? text.trouble.clock
        : text.trouble.clockOff(spanText(Math.abs(trouble.aheadMs)));
    case 'disk':
      return text.trouble.disk(bytesText(trouble.bytes));
    case 'upgrade':
      return text.trouble.upgrade(number(trouble.events));
    case 'alarm':
      return alarmText(trouble.alarm);
    case 'leaf':
      return leafText(trouble.alert);
  }
};
