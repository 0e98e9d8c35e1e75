import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { parseAccept } from 'hono/utils/accept';
import type { Language } from '../kernel/language.ts';
import { isLanguage } from '../kernel/language.ts';
import type { Env } from './env.ts';

/** Where a page keeps which language its reader chose. */
export const LANGUAGE_COOKIE = 'felt-language';

/** What the browser asks for, the dearest first: `de-AT,de;q=0.9` is German. */
const preferred = (header: string): Language | undefined =>
  parseAccept(header)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type.slice(0, 2).toLowerCase())
    .find(isLanguage);

/** The reader's choice, else the browser's language, else the venue's (OPS-12). */
export const languageFor = (c: Context<Env>, venue: Language): Language => {
  const chosen = getCookie(c, LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  return preferred(c.req.header('accept-language') ?? '') ?? venue;
};
