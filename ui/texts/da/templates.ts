import type { templates as english } from '../en/templates.ts';
import type { Words } from '../words.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const templates: Words<typeof english> = {
  title: 'Skabeloner',
  lead: 'En skabelon rummer det hele: struktur, priser, præmier, chips, borde.',
  own: 'Dine',
  builtIn: 'Fra Felt',
  empty: 'Ingen egne skabeloner endnu',
  emptyLead: 'Gem en turnering som skabelon, eller begynd med en af Felts.',
  use: 'Brug',
  edit: 'Rediger',
  copy: 'Kopiér',
  remove: 'Fjern',
  removed: (name) => `${name} er fjernet`,
  exportJson: 'Eksporter',
  importJson: 'Skabelon fra en fil',
  imported: (name) => `${name} er i biblioteket`,
  notATemplate: 'Filen er ikke en skabelon.',
  name: 'Navn',
  description: 'Beskrivelse',
  save: 'Gem skabelonen',
  saved: (name) => `${name} er gemt`,
  saveAs: 'Gem som skabelon',
  levels: (levels, stack) => `${count(levels, 'level', 'levels')} · ${stack} chips`,
  copyName: (name) => `${name} (kopi)`,
  newOne: 'Ny skabelon',
  missing: 'Skabelonen findes ikke (mere).',
};
