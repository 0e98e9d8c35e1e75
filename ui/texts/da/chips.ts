import type { chips as english } from '../en/chips.ts';
import type { Words } from '../words.ts';

export const chips: Words<typeof english> = {
  title: 'Tæl chips',
  lead: 'Alle på én gang, helst i en pause. Tab går videre; det tomme forbliver, som det var.',
  stack: (name) => `Chips for ${name}`,
  counted: (counted, of) => `${counted} af ${of} talt`,
  inPlay: 'I spil',
  sum: 'Talt',
  difference: 'Forskel',
  rest: 'Mangler',
  exact: 'Det stemmer.',
  save: (n) => (n === 1 ? 'Gem 1 optælling' : `Gem ${n} optællinger`),
  table: (sum) => `${sum} på bordet`,
  none: 'Ingen er inde mere.',
  seatless: 'Uden plads',
  open: 'Tæl chips',
};
