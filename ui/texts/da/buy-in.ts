import type { buyIn as english } from '../en/buy-in.ts';
import type { Words } from '../words.ts';

export const buyIn: Words<typeof english> = {
  title: 'Buy-in',
  search: 'Spiller',
  searchHint: 'Skriv et navn',
  createNew: (name) => `Ny spiller “${name}”`,
  enter: 'Enter',
  alreadyIn: 'allerede inde',
  profile: 'Pris',
  method: 'Betalt med',
  paidPart: 'Betalt nu',
  owed: (amount) => `skylder ${amount}`,
  seat: 'Plads',
  seatDraw: 'Træk',
  seatNone: 'Ingen endnu',
  seatPick: 'Denne',
  closed: 'Tilmeldingen er lukket: skriv, hvorfor spilleren kommer ind.',
  noReEntry: 'Turneringen har ikke re-entry: skriv, hvorfor du tillader det.',
  reason: 'Grund',
  submit: (amount) => `Buy-in · ${amount}`,
};
