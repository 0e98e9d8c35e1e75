import { compareText } from '../../../kernel/compare.ts';
import type { ItemBody, Kind } from './commands.ts';

export type Item = ItemBody & {
  readonly id: string;
  /** Wall clock of the last change. */
  readonly savedAtMs: number;
};

/** The house's templates, chip sets and payout tables by id, in one stream. */
export type State = { readonly items: Record<string, Item> };

export const initial = (): State => ({ items: {} });

/** Items of one kind, or all of them, by name. */
export const itemsOf = (state: State, kind?: Kind): readonly Item[] =>
  Object.values(state.items)
    .filter((item) => kind === undefined || item.kind === kind)
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
