import type { coreErrors as english } from '../en/core-errors.ts';
import type { Words } from '../words.ts';

export const coreErrors = {
  errors: {
    unreachable: 'Der Core antwortet nicht. Nichts wurde geändert; versuche es gleich noch einmal.',
    again: 'Noch einmal',
    codes: {
      PASSWORD_WRONG: 'E-Mail-Adresse oder Passwort ist falsch.',
      LOCKED_OUT: 'Zu viele falsche Passwörter: Warte einen Moment.',
      NO_ACCOUNT:
        'Deine Organisation kennt dich, aber hier hat dich niemand hereingelassen. Bitte jemanden aus der Verwaltung, deine E-Mail-Adresse einzutragen.',
      OIDC_REFUSED:
        'Die Anmeldung über deine Organisation kam nicht zustande. Versuche es noch einmal.',
      CODE_UNKNOWN:
        'Dieser Link wurde schon benutzt oder ist zu alt. Ein Neustart des Cores gibt einen neuen.',
      ALREADY_SET_UP: 'Diesen Core verwaltet schon jemand: Melde dich an.',
      EMAIL_TAKEN: 'Diese E-Mail-Adresse hat schon ein Benutzer.',
      NAME_TAKEN: 'Diesen Namen gibt es schon.',
      SLUG_TAKEN: 'Diesen Kurznamen hat ein anderes Haus.',
      LAST_ADMIN: 'Jemand muss die Verwaltung behalten: Bestimme zuerst eine andere Person dafür.',
      REVOKED: 'Dieses Haus wurde gesperrt.',
      FORBIDDEN: 'So weit reicht deine Rolle nicht.',
      UNAUTHENTICATED: 'Die Anmeldung ist abgelaufen: Melde dich noch einmal an.',
      NOT_FOUND: 'Das gibt es nicht (mehr), oder du darfst es nicht sehen.',
      INTERNAL: 'Im Core ist etwas schiefgegangen; dort ist es vermerkt.',
      HOST_UNKNOWN: 'Der Core kennt diese Adresse nicht als seine: Öffne ihn unter der gewohnten.',
      CROSS_ORIGIN: 'Diese Seite kommt von einer anderen Adresse als der Core: Öffne seine eigene.',
    } as Readonly<Record<string, string>>,
  },
} as const satisfies Words<typeof english>;
