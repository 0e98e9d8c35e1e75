import type { coreEntry as english } from '../en/core-entry.ts';
import type { Words } from '../words.ts';

export const coreEntry = {
  signIn: {
    title: 'Log ind',
    lead: 'Alle dine steder på ét sted',
    email: 'E-mailadresse',
    password: 'Adgangskode',
    submit: 'Log ind',
    provider: 'Log ind via din organisation',
    or: 'eller med en adgangskode',
    wait: (left: string) => `For mange forkerte adgangskoder. Prøv igen om ${left}.`,
    notSetUp: 'Ingen administrerer denne core endnu.',
    notSetUpLead: 'Åbn det engangslink, som den skrev på sin konsol, da den startede.',
    refused: 'Du blev ikke lukket ind',
    again: 'Tilbage til login',
  },
  first: {
    title: 'Sæt denne core op',
    lead: 'Du bliver dens første administrator. Linket virker én gang.',
    name: 'Dit navn',
    password: 'En adgangskode på mindst 12 tegn',
    submit: 'Begynd',
  },
  account: {
    title: 'Dig',
    roles: 'Dine roller',
    password: 'Adgangskode',
    current: 'Den, du har',
    fresh: 'En ny på mindst 12 tegn',
    change: 'Skift den',
    byProvider: 'Du logger ind hos din organisation: her er ingen adgangskode.',
    changed: 'Skiftet. Du er logget ud alle andre steder.',
    sessions: 'Hvor du er logget ind',
    here: 'her, nu',
    end: 'Log ud der',
    signOut: 'Log ud',
    language: 'Sprog',
    theme: 'Lys eller mørk',
    version: (version: string) => `Felt ${version}`,
    via: {
      password: 'med adgangskode',
      oidc: 'via din organisation',
      first: 'med det første link',
    },
  },
} as const satisfies Words<typeof english>;
