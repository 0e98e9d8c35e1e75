import { signal } from '../html.ts';
import { go } from '../routes.ts';

/** What lies behind the More tab, beside its menu. */
export const SECTIONS = ['rankings', 'structure', 'settings', 'displays'] as const;
export type Section = (typeof SECTIONS)[number];

/** The one that is open; null for the menu. */
export const section = signal<Section | null>(null);

/** Whoever comes by the tab begins at the menu. */
export const toMenu = (): void => {
  section.value = null;
};

/** Straight to one of them, from wherever it is spoken of. */
export const openMore = (id: string, one: Section): void => {
  section.value = one;
  go({ page: 'night', id, tab: 'more' });
};
