import type { PayoutRow } from '../../src/poker/payout-plan.ts';

/** `12.5`, `12,5` or `12.5 %` in basis points; null where it is no percentage of the whole. */
export const parsePercent = (typed: string): number | null => {
  const plain = typed.replace(/[\s%]/g, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole = '', fraction = ''] = plain.split('.');
  const basisPoints = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return basisPoints <= 10_000 ? basisPoints : null;
};

/** Basis points as a field shows them: 1250 is `12.5`. */
export const percentText = (basisPoints: number): string => String(basisPoints / 100);

/** The percentages of the places from the first down, as typed; null where rows hold anything else. */
export const percentsOf = (rows: readonly PayoutRow[]): readonly string[] | null => {
  const places = Math.max(0, ...rows.map(({ to }) => to));
  const percents = Array.from({ length: places }, () => 0);
  for (const row of rows) {
    if (row.kind !== 'percent') return null;
    for (let place = row.from; place <= row.to; place++)
      percents[place - 1] = (percents[place - 1] ?? 0) + row.basisPoints;
  }
  return percents.map(percentText);
};

/** Up to the last place that has a percentage; null for one that is none. */
const filled = (typed: readonly string[]): readonly (number | null)[] => {
  const last = typed.findLastIndex((one) => one.trim() !== '');
  return typed.slice(0, last + 1).map((one) => (one.trim() === '' ? 0 : parsePercent(one)));
};

/** What the places leave of the whole, in basis points; null where one is no percentage. */
export const leftOf = (typed: readonly string[]): number | null => {
  let left = 10_000;
  for (const percent of filled(typed)) {
    if (percent === null) return null;
    left -= percent;
  }
  return left;
};

/** The rows that percentages stand for, equal neighbours together; null while one is no number. */
export const rowsOf = (typed: readonly string[]): PayoutRow[] | null => {
  const percents = filled(typed).filter((percent) => percent !== null);
  if (percents.length === 0 || leftOf(typed) === null) return null;
  const rows: Extract<PayoutRow, { kind: 'percent' }>[] = [];
  percents.forEach((basisPoints, i) => {
    const last = rows.at(-1);
    if (last?.basisPoints === basisPoints) last.to = i + 1;
    else rows.push({ from: i + 1, to: i + 1, kind: 'percent', basisPoints });
  });
  return rows.filter(({ basisPoints }) => basisPoints > 0);
};

/** A chip as it is being written. */
export type ChipDraft = {
  readonly value: string;
  readonly color: string;
  readonly label: string;
  readonly perStack: string;
};

const wholeOf = (typed: string): number | null => {
  const plain = typed.replace(/[\s.,'’]/g, '');
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
};

export type Chip = {
  readonly value: number;
  readonly color: string;
  readonly label?: string;
  readonly perStack: number;
};

/** The chips as they are kept, smallest first; which trouble there is where they cannot be. */
export const chipsOf = (drafts: readonly ChipDraft[]): readonly Chip[] | 'badValue' | 'twice' => {
  const chips = drafts.map(({ value, color, label, perStack }) => ({
    value: wholeOf(value) ?? 0,
    color,
    ...(label.trim() === '' ? {} : { label: label.trim() }),
    perStack: perStack.trim() === '' ? 0 : (wholeOf(perStack) ?? -1),
  }));
  if (chips.some(({ value, perStack }) => value < 1 || perStack < 0)) return 'badValue';
  if (new Set(chips.map(({ value }) => value)).size < chips.length) return 'twice';
  return chips.sort((a, b) => a.value - b.value);
};

/** A chip's value as it stands on it: 500, 1K, 25K, 1M. */
export const chipText = (value: number): string => {
  if (value >= 1_000_000 && value % 100_000 === 0) return `${value / 1_000_000}M`;
  return value >= 1_000 && value % 100 === 0 ? `${value / 1_000}K` : String(value);
};
