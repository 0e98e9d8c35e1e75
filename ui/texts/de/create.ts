import type { create as english } from '../en/create.ts';
import type { Words } from '../words.ts';

export const create: Words<typeof english> = {
  title: 'Neues Turnier',
  template: 'Struktur',
  hours: (from, to) => `${from}–${to} h`,
  levels: (levels, stack) => `${levels} Levels · ${stack} Chips`,
  own: 'Eigene',
  name: 'Name',
  buyIn: 'Buy-in',
  free: '0 für ein Freeroll',
  startsAt: 'Geplanter Beginn',
  submit: 'Anlegen',
  done: (name) => `${name} ist bereit`,
  defaultName: (template, day) => `${day} ${template}`,
  rebuyName: 'Rebuy',
  addOnName: 'Add-on',
  first: 'Das erste Turnier',
  firstLead: 'Struktur und Preis wählen. Alles andere kann warten.',
  screen: {
    title: 'Auf einem Bildschirm zeigen',
    lead: (address) =>
      `${address} auf einem Fernseher oder in einem zweiten Fenster öffnen. Es zeigt vier Ziffern.`,
    code: 'Die vier Ziffern auf dem Bildschirm',
    connect: 'Bildschirm verbinden',
    skip: 'Ohne Bildschirm weiter',
    go: 'Zum Turnier',
    done: 'Bildschirm verbunden',
    unknown:
      'Kein Bildschirm zeigt diese Ziffern. Noch einmal ansehen: Beim Neuladen ändern sie sich.',
    open: 'Hier einen Bildschirm öffnen',
  },
};
