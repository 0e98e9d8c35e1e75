import type { handTimer as english } from '../en/hand-timer.ts';
import type { Words } from '../words.ts';

export const handTimer: Words<typeof english> = {
  title: 'Betænkningstid',
  open: 'Betænkningstid',
  lead: 'Kører kun på denne enhed, også når serveren er væk.',
  add: 'Et ur mere',
  start: 'Start',
  pause: 'Stop',
  again: 'Igen',
  remove: (label) => `Fjern ${label}`,
  label: (n) => `Ur ${n}`,
  name: (n) => `Bord eller spiller for ur ${n}`,
  namePlaceholder: 'Bord, spiller',
  bank: (seconds, left) => `+${seconds} sek. · ${left} tilbage`,
  noBank: 'Ingen time bank tilbage',
  out: 'Tiden er gået: hånden er død',
  last: 'Nedtælling',
  settings: 'Sekunder og time bank',
  base: 'Sekunder til at handle',
  count: 'Nedtælling derefter',
  bankSeconds: 'En time bank-chip giver',
  banks: 'Chips pr. spiller',
  sound: 'Lyd',
  keys: 'Mellemrum starter og stopper, N tilføjer et ur, B bruger en time bank-chip.',
  seconds: 'Skriv 1 til 600 sekunder.',
};
