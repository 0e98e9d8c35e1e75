import type { bust as english } from '../en/bust.ts';
import type { Words } from '../words.ts';

export const bust: Words<typeof english> = {
  title: 'Bust',
  who: 'Hvem er ude?',
  by: 'Slået ud af',
  byHint: 'Flere deler bountyen',
  nobody: 'Vides ikke',
  sameTable: 'Ved samme bord',
  otherTables: 'Andre borde',
  more: 'En mere i samme hånd',
  stack: 'Stack før hånden',
  stackHint: 'Afgør placeringen ved ét bord; lige stacks deler',
  submit: (n) => (n > 1 ? `Bust ${n} spillere` : 'Bust'),
  rebuyInstead: 'Rebuy i stedet',
  place: (place) => place,
  last: 'Den sidste inde vinder: afslut turneringen i stedet.',
  change: 'Skift',
};
