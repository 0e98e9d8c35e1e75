import type { templates as english } from '../en/templates.ts';
import type { Words } from '../words.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const templates: Words<typeof english> = {
  title: 'Vorlagen',
  lead: 'Eine Vorlage enthält alles: Struktur, Preise, Auszahlungen, Chips, Tische.',
  own: 'Eigene',
  builtIn: 'Von Felt',
  empty: 'Noch keine eigene Vorlage',
  emptyLead: 'Ein Turnier als Vorlage speichern oder mit einer von Felt beginnen.',
  use: 'Verwenden',
  edit: 'Bearbeiten',
  copy: 'Kopieren',
  remove: 'Entfernen',
  removed: (name) => `${name} ist entfernt`,
  exportJson: 'Exportieren',
  importJson: 'Vorlage aus einer Datei',
  imported: (name) => `${name} ist in der Bibliothek`,
  notATemplate: 'Diese Datei ist keine Vorlage.',
  name: 'Name',
  description: 'Beschreibung',
  save: 'Vorlage speichern',
  saved: (name) => `${name} ist gespeichert`,
  saveAs: 'Als Vorlage speichern',
  levels: (levels, stack) => `${count(levels, 'Level', 'Levels')} · ${stack} Chips`,
  copyName: (name) => `${name} (Kopie)`,
  newOne: 'Neue Vorlage',
  missing: 'Diese Vorlage gibt es nicht (mehr).',
};
