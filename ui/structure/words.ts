import type { Finding, Level } from '../../src/poker/blinds.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';

/** What a finding means, with its figures as the page writes numbers. */
export const findingWords = ({ code, params }: Finding): string =>
  text.structure.findings[code](
    Object.fromEntries(Object.entries(params).map(([key, value]) => [key, number(value)])),
  );

export const rowName = (levels: readonly Level[], index: number): string => {
  const round = roundNumber(levels, index);
  return levels[index]?.kind === 'break'
    ? text.structure.breakName(round)
    : text.structure.rowName(round);
};

export const lengthWords = (minutes: number): string =>
  text.structure.duration(Math.floor(minutes / 60), minutes % 60);

const time = new Intl.DateTimeFormat(locale.times, { hour: 'numeric', minute: '2-digit' });

/** When a row begins: the time of day, or the hours since the start where nobody knows that. */
export const startWords = (offset: number | null, startMs: number | null): string => {
  if (offset === null) return '';
  if (startMs !== null) return time.format(new Date(startMs + offset * 60_000));
  return `${Math.floor(offset / 60)}:${String(offset % 60).padStart(2, '0')}`;
};
