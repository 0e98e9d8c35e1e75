import type { list as english } from '../en/list.ts';
import type { Words } from '../words.ts';

export const list: Words<typeof english> = {
  settings: 'Indstillinger',
  title: 'Turneringer',
  create: 'Ny turnering',
  import: 'Importer spillere',
  templates: 'Skabeloner',
  empty: 'Ingen turnering endnu',
  emptyLead: 'Vælg en skabelon, så er du klar på et minut.',
  players: (left, entries) => `${left} af ${entries} spillere`,
  entries: (entries) => `${entries} entries`,
  today: 'Nu og næste',
  past: 'Spillet',
  starts: (when) => `Starter ${when}`,
  played: (when, entries) => `${when} · ${entries} entries`,
  again: 'Igen',
  againOn: (name, when) => `${name} igen, ${when}`,
  againDone: (name, when) => `${name} er planlagt til ${when}`,
  againOpen: (name) => `${name} er klar`,
  discarded: (name) => `${name} er kasseret`,
  discard: 'Kassér',
};
