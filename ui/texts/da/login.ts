import type { login as english } from '../en/login.ts';
import type { Words } from '../words.ts';

export const login: Words<typeof english> = {
  title: 'Log ind',
  operator: 'Dit navn',
  pin: 'PIN',
  nameFirst: 'Skriv dit navn først.',
  wrong: 'Navn eller PIN er forkert.',
  locked: (left) => `For mange forkerte PIN. Prøv igen om ${left}.`,
  lockedAdmin: 'For mange forkerte PIN. En admin skal låse dig op.',
  submit: 'Log ind',
  erase: 'Slet det sidste ciffer',
  digits: (n) => `${n} af 6 cifre`,
  signedOut: 'Logget ud',
  whoIsNext: 'Hvem fortsætter?',
  other: 'En anden',
  recent: 'Har været logget ind her',
  forget: (name) => `Glem ${name} på denne enhed`,
};
