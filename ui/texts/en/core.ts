import { coreEntry } from './core-entry.ts';
import { coreErrors } from './core-errors.ts';
import { coreFleet } from './core-fleet.ts';
import { coreNight } from './core-night.ts';
import { corePeople } from './core-people.ts';
import { coreReleases } from './core-releases.ts';
import { coreVenues } from './core-venues.ts';

/** What the pages of the core say. */
export const core = {
  title: 'Felt Core',
  nav: {
    label: 'Pages',
    venues: 'Venues',
    fleet: 'Leaves',
    releases: 'Releases',
    users: 'Users',
    organisations: 'Organisations',
    audit: 'Audit',
    account: 'You',
    back: 'Back',
  },
  roles: {
    platformAdmin: 'Platform admin',
    venueOwner: 'Venue owner',
    leagueAdmin: 'League admin',
  },
  lost: 'No connection to the core. What stands here is getting old; it is tried again.',
  heard: (ago: string) => `heard ${ago} ago`,
  ago: {
    now: 'a moment',
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
    days: (n: number) => `${n} d`,
  },
  waiting: (events: string, age: string) => `${events} events on the way for ${age}`,
  ...coreEntry,
  ...coreVenues,
  ...coreNight,
  ...coreFleet,
  ...coreReleases,
  ...corePeople,
  ...coreErrors,
} as const;
