import type { core as english } from '../en/core.ts';
import type { Words } from '../words.ts';
import { coreEntry } from './core-entry.ts';
import { coreErrors } from './core-errors.ts';
import { coreFleet } from './core-fleet.ts';
import { coreNight } from './core-night.ts';
import { corePeople } from './core-people.ts';
import { coreReleases } from './core-releases.ts';
import { coreVenues } from './core-venues.ts';

export const core = {
  title: 'Felt Core',
  nav: {
    label: 'Seiten',
    venues: 'Häuser',
    fleet: 'Leaves',
    releases: 'Versionen',
    users: 'Benutzer',
    organisations: 'Organisationen',
    audit: 'Protokoll',
    account: 'Du',
    back: 'Zurück',
  },
  roles: {
    platformAdmin: 'Plattform-Verwaltung',
    venueOwner: 'Hausleitung',
    leagueAdmin: 'Ligaleitung',
  },
  lost: 'Keine Verbindung zum Core. Was hier steht, veraltet; es wird weiter versucht.',
  heard: (ago: string) => `vor ${ago} gehört`,
  ago: {
    now: 'einem Moment',
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
    days: (n: number) => `${n} T`,
  },
  waiting: (events: string, age: string) => `${events} Ereignisse seit ${age} unterwegs`,
  ...coreEntry,
  ...coreVenues,
  ...coreNight,
  ...coreFleet,
  ...coreReleases,
  ...corePeople,
  ...coreErrors,
} as const satisfies Words<typeof english>;
