import type { purchase as english } from '../en/purchase.ts';
import type { Words } from '../words.ts';

export const purchase: Words<typeof english> = {
  rebuyTitle: 'Rebuy',
  addOnTitle: 'Add-on',
  who: 'Wer?',
  out: 'gerade raus',
  times: 'Wie viele',
  rebuySubmit: (amount) => `Rebuy · ${amount}`,
  addOnSubmit: (amount) => `Add-on · ${amount}`,
  off: 'In diesem Turnier gibt es keine.',
  override: 'Grund für die Ausnahme',
  empty: 'Gerade kann niemand kaufen.',
};
