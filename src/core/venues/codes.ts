import { createHash, randomInt } from 'node:crypto';

/** Douglas Crockford's Base32: no I, L, O, U, so that it can be read out on the telephone. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 3;
const LETTERS_IN_GROUP = 5;

const group = (): string =>
  Array.from({ length: LETTERS_IN_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** 75 random bits as `ABCDE-FGHJK-MNPQR`. */
export const newCode = (): string => Array.from({ length: GROUPS }, group).join('-');

/** As it was meant: any case, with or without dashes, O for 0, I and L for 1. */
const meant = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');

/** What is kept of it; with 75 bits nobody finds the code to a hash. */
export const codeHash = (code: string): string =>
  createHash('sha256').update(meant(code)).digest('hex');
