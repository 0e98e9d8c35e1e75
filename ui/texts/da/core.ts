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
    label: 'Sider',
    venues: 'Steder',
    fleet: 'Leaves',
    releases: 'Versioner',
    users: 'Brugere',
    organisations: 'Organisationer',
    audit: 'Revision',
    account: 'Dig',
    back: 'Tilbage',
  },
  roles: {
    platformAdmin: 'Platformsadministrator',
    venueOwner: 'Stedets ejer',
    leagueAdmin: 'Ligaansvarlig',
  },
  lost: 'Ingen forbindelse til core. Det, der står her, bliver gammelt; der prøves igen.',
  heard: (ago: string) => `hørt for ${ago} siden`,
  ago: {
    now: 'et øjeblik',
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} t`,
    days: (n: number) => `${n} d`,
  },
  waiting: (events: string, age: string) => `${events} hændelser på vej i ${age}`,
  ...coreEntry,
  ...coreVenues,
  ...coreNight,
  ...coreFleet,
  ...coreReleases,
  ...corePeople,
  ...coreErrors,
} as const satisfies Words<typeof english>;
