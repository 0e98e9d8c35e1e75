import type { setup as english } from '../en/setup.ts';
import type { Words } from '../words.ts';

export const setup: Words<typeof english> = {
  title: 'Willkommen bei Felt',
  lead: 'Eine Minute, dann das erste Turnier.',
  language: 'Sprache',
  venue: 'Die Spielstätte',
  name: 'Name der Spielstätte',
  nameHint: 'Wie er auf den Bildschirmen steht',
  slug: 'Kurzname',
  slugHint: 'Für Adressen: kleine Buchstaben, Ziffern, Bindestriche',
  timezone: 'Zeitzone',
  currency: 'Währung',
  guessed: (zone, currency, slug) => `${zone} · ${currency} · ${slug}`,
  guessedTitle: 'Zeitzone, Währung und Kurzname',
  admin: 'Turnierleitung',
  adminName: 'Eigener Name',
  pin: 'PIN, 6 Ziffern',
  pinAgain: 'PIN noch einmal',
  pinMismatch: 'Die beiden PINs sind verschieden.',
  pinHint: 'Name und PIN dienen zum Anmelden.',
  pinShort: 'Eine PIN hat 6 Ziffern.',
  submit: 'Einrichten und anmelden',
  done: 'Dieser Felt-Server ist schon eingerichtet.',
  toLogin: 'Zum Anmelden',
};
