import type { Finding, Level } from '../../src/poker/blinds.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { laterText } from '../later-text.ts';
import { locale } from '../texts/en/locale.ts';

/** What a finding means, with its figures as the page writes numbers. */
export const findingWords = ({ code, params }: Finding): string =>
  laterText.structure.findings[code](
    Object.fromEntries(Object.entries(params).map(([key, value]) => [key, number(value)])),
  );

export const rowName = (levels: readonly Level[], index: number): string => {
  const round = roundNumber(levels, index);
  return levels[index]?.kind === 'break'
    ? laterText.structure.breakName(round)
    : laterText.structure.rowName(round);
};

const time = new Intl.DateTimeFormat(locale.times, { hour: 'numeric', minute: '2-digit' });

/** When a row begins: the time of day, or the hours since the start where nobody knows that. */
export const startWords = (offset: number | null, startMs: number | null): string => {
  if (offset === null) return '';
  if (startMs !== null) return time.format(new Date(startMs + offset * 60_000));
  return `${Math.floor(offset / 60)}:${String(offset % 60).padStart(2, '0')}`;
};
