import type { chips as english } from '../en/chips.ts';
import type { Words } from '../words.ts';

export const chips: Words<typeof english> = {
  title: 'Chips zählen',
  lead: 'Alle auf einmal, am besten in einer Pause. Tab geht weiter; was leer bleibt, bleibt, wie es war.',
  stack: (name) => `Chips von ${name}`,
  counted: (counted, of) => `${counted} von ${of} gezählt`,
  inPlay: 'Im Spiel',
  sum: 'Gezählt',
  difference: 'Differenz',
  rest: 'Noch offen',
  exact: 'Es geht auf.',
  save: (n) => (n === 1 ? '1 Stack speichern' : `${n} Stacks speichern`),
  table: (sum) => `${sum} am Tisch`,
  none: 'Niemand ist mehr dabei.',
  seatless: 'Ohne Sitz',
  open: 'Chips zählen',
};
