import type { bust as english } from '../en/bust.ts';
import type { Words } from '../words.ts';

export const bust: Words<typeof english> = {
  title: 'Bust',
  who: 'Wer ist raus?',
  by: 'Rausgenommen von',
  byHint: 'Mehrere teilen die Bounty',
  nobody: 'Nicht bekannt',
  sameTable: 'Am selben Tisch',
  otherTables: 'Andere Tische',
  more: 'Noch einer in derselben Hand',
  stack: 'Stack vor der Hand',
  stackHint: 'Reiht sie an einem Tisch; gleiche Stacks teilen den Platz',
  submit: (n) => (n > 1 ? `Bust: ${n} Spieler` : 'Bust'),
  rebuyInstead: 'Stattdessen Rebuy',
  place: (place) => place,
  last: 'Wer übrig bleibt, gewinnt: stattdessen das Turnier beenden.',
  change: 'Ändern',
};
