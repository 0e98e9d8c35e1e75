import type { buyIn as english } from '../en/buy-in.ts';
import type { Words } from '../words.ts';

export const buyIn: Words<typeof english> = {
  title: 'Buy-in',
  search: 'Spieler',
  searchHint: 'Name eingeben',
  createNew: (name) => `Neuer Spieler „${name}“`,
  enter: 'Enter',
  alreadyIn: 'schon dabei',
  profile: 'Preis',
  method: 'Zahlung',
  paidPart: 'Jetzt bezahlt',
  owed: (amount) => `${amount} offen`,
  seat: 'Sitz',
  seatDraw: 'Auslosen',
  seatNone: 'Noch keiner',
  seatPick: 'Dieser',
  closed: 'Die Anmeldung ist geschlossen: Grund für die Ausnahme angeben.',
  noReEntry: 'Dieses Turnier hat kein Re-entry: Grund für die Ausnahme angeben.',
  reason: 'Grund',
  submit: (amount) => `Buy-in · ${amount}`,
};
