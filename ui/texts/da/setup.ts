import type { setup as english } from '../en/setup.ts';
import type { Words } from '../words.ts';

export const setup: Words<typeof english> = {
  title: 'Velkommen til Felt',
  lead: 'Et minut, så din første turnering.',
  language: 'Sprog',
  venue: 'Dit spillested',
  name: 'Stedets navn',
  nameHint: 'Som det står på skærmene',
  slug: 'Kort navn',
  slugHint: 'Til adresser: små bogstaver, tal og bindestreger',
  timezone: 'Tidszone',
  currency: 'Valuta',
  guessed: (zone, currency, slug) => `${zone} · ${currency} · ${slug}`,
  guessedTitle: 'Tidszone, valuta og kort navn',
  admin: 'Dig',
  adminName: 'Dit navn',
  pin: 'PIN, 6 cifre',
  pinAgain: 'PIN igen',
  pinMismatch: 'De to PIN er ikke ens.',
  pinHint: 'Du logger ind med dit navn og denne PIN.',
  pinShort: 'En PIN har 6 cifre.',
  submit: 'Opret og log ind',
  done: 'Serveren er allerede sat op.',
  toLogin: 'Gå til login',
};
