import type { Language } from '../../src/kernel/language.ts';
import { desk as deskDa } from '../../ui/texts/da/desk.ts';
import { displays as displaysDa } from '../../ui/texts/da/displays.ts';
import { more as moreDa } from '../../ui/texts/da/more.ts';
import { phone as phoneDa } from '../../ui/texts/da/phone.ts';
import { profile as profileDa } from '../../ui/texts/da/profile.ts';
import { structure as structureDa } from '../../ui/texts/da/structure.ts';
import { tables as tablesDa } from '../../ui/texts/da/tables.ts';
import { desk as deskDe } from '../../ui/texts/de/desk.ts';
import { displays as displaysDe } from '../../ui/texts/de/displays.ts';
import { more as moreDe } from '../../ui/texts/de/more.ts';
import { phone as phoneDe } from '../../ui/texts/de/phone.ts';
import { profile as profileDe } from '../../ui/texts/de/profile.ts';
import { structure as structureDe } from '../../ui/texts/de/structure.ts';
import { tables as tablesDe } from '../../ui/texts/de/tables.ts';
import { desk } from '../../ui/texts/en/desk.ts';
import { displays } from '../../ui/texts/en/displays.ts';
import { more } from '../../ui/texts/en/more.ts';
import { phone } from '../../ui/texts/en/phone.ts';
import { profile } from '../../ui/texts/en/profile.ts';
import { structure } from '../../ui/texts/en/structure.ts';
import { tables } from '../../ui/texts/en/tables.ts';

/** What the camera's hand looks for on a page, in each language that a page has. */
const WORDS = {
  en: { desk, displays, more, phone, profile, structure, tables },
  da: {
    desk: deskDa,
    displays: displaysDa,
    more: moreDa,
    phone: phoneDa,
    profile: profileDa,
    structure: structureDa,
    tables: tablesDa,
  },
  de: {
    desk: deskDe,
    displays: displaysDe,
    more: moreDe,
    phone: phoneDe,
    profile: profileDe,
    structure: structureDe,
    tables: tablesDe,
  },
} as const satisfies { readonly [language in Language]: unknown };

export type PageWords = (typeof WORDS)[Language];
export const wordsIn = (language: Language): PageWords => WORDS[language];
