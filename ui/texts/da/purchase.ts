import type { purchase as english } from '../en/purchase.ts';
import type { Words } from '../words.ts';

export const purchase: Words<typeof english> = {
  rebuyTitle: 'Rebuy',
  addOnTitle: 'Add-on',
  who: 'Hvem?',
  out: 'lige gået ud',
  times: 'Hvor mange',
  rebuySubmit: (amount) => `Rebuy · ${amount}`,
  addOnSubmit: (amount) => `Add-on · ${amount}`,
  off: 'De sælges ikke i denne turnering.',
  override: 'Hvorfor uden om reglen?',
  empty: 'Ingen kan købe lige nu.',
};
