/** Languages that the pages and screens speak; the first is complete by definition. */
export const LANGUAGES = ['en', 'da', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (name: unknown): name is Language =>
  LANGUAGES.some((language) => language === name);
