import { signal } from '../../html.ts';
import type { Filter, Sort } from './model.ts';

/** How the list is looked at: kept while other tabs are open. */
export const filter = signal<Filter>('in');
export const typed = signal('');
export const sort = signal<Sort>({ by: 'seat', down: false });

/** The row whose actions are out. */
export const opened = signal<string | null>(null);

/** The row that the keyboard is on. */
export const current = signal<string | null>(null);
