import type { Language } from '../../src/kernel/language.ts';
import { isLanguage, LANGUAGES } from '../../src/kernel/language.ts';

export { isLanguage, LANGUAGES };

const YEAR_S = 365 * 24 * 3_600;

/** The language of the page that was loaded. */
export const pageLanguage = (): Language => {
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : 'en';
};

/** Loads the page again in this language; the choice stays on this device. */
export const speak = (language: Language): void => {
  // A page of a browser without the newer store of cookies has only this.
  // biome-ignore lint/suspicious/noDocumentCookie: http on the LAN is no secure context, so it is all there is
  document.cookie = `felt-language=${language};path=/;max-age=${YEAR_S};samesite=lax`;
  location.reload();
};
