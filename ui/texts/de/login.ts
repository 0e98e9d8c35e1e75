import type { login as english } from '../en/login.ts';
import type { Words } from '../words.ts';

export const login: Words<typeof english> = {
  title: 'Anmelden',
  operator: 'Name',
  nameFirst: 'Zuerst den Namen eingeben.',
  pin: 'PIN',
  wrong: 'Name oder PIN ist falsch.',
  locked: (left) => `Zu viele falsche PINs. Neuer Versuch in ${left}.`,
  lockedAdmin: 'Zu viele falsche PINs. Ein Admin muss den Zugang freigeben.',
  submit: 'Anmelden',
  erase: 'Letzte Ziffer löschen',
  digits: (n) => `${n} von 6 Ziffern`,
  signedOut: 'Abgemeldet',
  whoIsNext: 'Wer macht weiter?',
  other: 'Jemand anderes',
  recent: 'Schon hier angemeldet gewesen',
  forget: (name) => `${name} auf diesem Gerät vergessen`,
};
