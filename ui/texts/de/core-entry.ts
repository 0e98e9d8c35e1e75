import type { coreEntry as english } from '../en/core-entry.ts';
import type { Words } from '../words.ts';

export const coreEntry = {
  signIn: {
    title: 'Anmelden',
    lead: 'Alle deine Häuser an einem Ort',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Anmelden',
    provider: 'Über deine Organisation anmelden',
    or: 'oder mit einem Passwort',
    wait: (left: string) => `Zu viele falsche Passwörter. Neuer Versuch in ${left}.`,
    notSetUp: 'Diesen Core verwaltet noch niemand.',
    notSetUpLead: 'Öffne den Einmal-Link, den er beim Start auf seiner Konsole ausgegeben hat.',
    refused: 'Kein Zutritt',
    again: 'Zurück zur Anmeldung',
  },
  first: {
    title: 'Diesen Core einrichten',
    lead: 'Du verwaltest ihn als Erster. Der Link gilt einmal.',
    name: 'Dein Name',
    password: 'Ein Passwort mit mindestens 12 Zeichen',
    submit: 'Beginnen',
  },
  account: {
    title: 'Du',
    roles: 'Deine Rollen',
    password: 'Passwort',
    current: 'Dein bisheriges',
    fresh: 'Ein neues mit mindestens 12 Zeichen',
    change: 'Ändern',
    byProvider: 'Du meldest dich bei deiner Organisation an: hier gibt es kein Passwort.',
    changed: 'Geändert. Überall sonst bist du abgemeldet.',
    sessions: 'Wo du angemeldet bist',
    here: 'hier, jetzt',
    end: 'Dort abmelden',
    signOut: 'Abmelden',
    language: 'Sprache',
    theme: 'Hell oder dunkel',
    version: (version: string) => `Felt ${version}`,
    via: { password: 'mit Passwort', oidc: 'über die Organisation', first: 'mit dem ersten Link' },
  },
} as const satisfies Words<typeof english>;
