import type { coreErrors as english } from '../en/core-errors.ts';
import type { Words } from '../words.ts';

export const coreErrors = {
  errors: {
    unreachable: 'Core svarer ikke. Intet blev ændret; prøv igen om et øjeblik.',
    again: 'Prøv igen',
    codes: {
      PASSWORD_WRONG: 'E-mailadresse eller adgangskode er forkert.',
      LOCKED_OUT: 'For mange forkerte adgangskoder: vent et øjeblik.',
      NO_ACCOUNT:
        'Din organisation kender dig, men ingen har lukket dig ind her. Bed en administrator om at tilføje din e-mailadresse.',
      OIDC_REFUSED: 'Login via din organisation lykkedes ikke. Prøv igen.',
      CODE_UNKNOWN:
        'Linket er allerede brugt eller for gammelt. Start core igen for at få et andet.',
      ALREADY_SET_UP: 'Denne core har en administrator: log ind.',
      EMAIL_TAKEN: 'Der er allerede en bruger med denne e-mailadresse.',
      NAME_TAKEN: 'Der er allerede en med dette navn.',
      SLUG_TAKEN: 'Et andet sted har dette korte navn.',
      LAST_ADMIN: 'Nogen skal blive ved med at være administrator: udpeg først en anden.',
      REVOKED: 'Dette sted blev spærret.',
      FORBIDDEN: 'Så langt rækker din rolle ikke.',
      UNAUTHENTICATED: 'Dit login er udløbet: log ind igen.',
      NOT_FOUND: 'Det findes ikke (mere), eller du må ikke se det.',
      INTERNAL: 'Noget gik galt i core; det blev noteret der.',
      HOST_UNKNOWN: 'Core kender ikke denne adresse som sin egen: åbn den på den sædvanlige.',
      CROSS_ORIGIN: 'Denne side kommer fra en anden adresse end core: åbn dens egen.',
    } as Readonly<Record<string, string>>,
  },
} as const satisfies Words<typeof english>;
