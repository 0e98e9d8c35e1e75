import type { Operator } from '../api.ts';
import type { IconName } from '../parts/icons.ts';

/** Parts of the settings, in groups, as the menu lists them. */
export const GROUPS = [
  {
    group: 'venue',
    sections: ['venue', 'look', 'operators', 'displays', 'cloud', 'software', 'backups', 'alerts'],
  },
  { group: 'play', sections: ['chips', 'payouts'] },
  { group: 'device', sections: ['device', 'about'] },
] as const;
export type Section = (typeof GROUPS)[number]['sections'][number];

const SECTIONS: readonly Section[] = GROUPS.flatMap(({ sections }): readonly Section[] => sections);

export const isSection = (name: string | null): name is Section =>
  SECTIONS.some((section) => section === name);

export const ICONS: { readonly [S in Section]: IconName } = {
  venue: 'house',
  look: 'look',
  operators: 'players',
  displays: 'screen',
  cloud: 'cloud',
  chips: 'chip',
  payouts: 'trophy',
  device: 'language',
  software: 'download',
  backups: 'copy',
  alerts: 'pulse',
  about: 'info',
};

const ADMINS: ReadonlySet<Section> = new Set<Section>(['venue', 'look', 'operators']);

const OPEN_TO_ALL: ReadonlySet<Section> = new Set<Section>([
  'device',
  'about',
  'cloud',
  'software',
  'alerts',
]);

/** Whoever may change nothing there does not get to see it. */
export const mayOpen = (section: Section, role: Operator['role'] | undefined): boolean => {
  if (OPEN_TO_ALL.has(section)) return true;
  return ADMINS.has(section) ? role === 'admin' : role === 'admin' || role === 'floor';
};
