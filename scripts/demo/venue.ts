import type { Now } from '../../src/kernel/time.ts';
import { DAY } from '../../src/kernel/time.ts';
import type { Clock } from '../../src/leaf/clock.ts';
import { openLeaf } from '../../src/leaf/wire.ts';
import type { Client } from './client.ts';
import { openClient } from './client.ts';
import type { Filled } from './fill.ts';
import type { Staff } from './room.ts';

/** Everybody may know them: the demo runs on made-up people only. */
export const OPERATORS = {
  admin: { name: 'Karla', pin: '739154' },
  floor: { name: 'Felix', pin: '482915' },
  desk: { name: 'Dora', pin: '604837' },
  viewer: { name: 'Vera', pin: '517293' },
} as const;

const VENUE = {
  name: 'Harbour Card Room',
  slug: 'harbour',
  timezone: 'Europe/Copenhagen',
  currency: 'DKK',
};

/** A clock of an earlier boot that stands `ms` before the machine's, so that the venue has a past. */
const behind = (until: Now, ms: number): Clock => ({
  now: () => ({ wallMs: until.wallMs - ms, bootMs: DAY, bootId: 'an earlier boot' }),
  isSynchronised: () => true,
});

const addOperator = async (
  client: Client,
  who: 'floor' | 'desk' | 'viewer',
  role: 'floor' | 'viewer',
): Promise<string> => {
  const { id } = await client.send('POST', '/operators', { ...OPERATORS[who], role });
  return String(id);
};

/** Sets the venue up as it was two months ago; answers who works there. */
export const setUpVenue = async (folder: string, until: Now): Promise<Staff> => {
  const config = { port: 0, bind: '127.0.0.1', dataFolder: folder, hosts: [] };
  const leaf = await openLeaf({ config, clock: behind(until, 60 * DAY) });
  try {
    const client = openClient(`http://127.0.0.1:${leaf.port}`);
    await client.send('POST', '/setup', { venue: VENUE, admin: OPERATORS.admin });
    await client.signIn(OPERATORS.admin);
    await client.send('PUT', '/venue', {
      wifi: { ssid: 'Harbour Guests', password: 'all-in-at-noon' },
    });
    await addOperator(client, 'viewer', 'viewer');
    return {
      floor: await addOperator(client, 'floor', 'floor'),
      desk: await addOperator(client, 'desk', 'floor'),
    };
  } finally {
    await leaf.stop();
  }
};

const cycle = (...views: readonly (readonly [string, number])[]) =>
  views.map(([view, seconds]) => ({ view, seconds }));

/** The screens of the room: what each is called and shows. */
export const screensOf = ({ major, knockout }: Filled) => [
  {
    ...{ id: 'stage', name: 'Stage wall', group: 'Main hall', tournamentId: major, view: 'clock' },
    ...{ sound: true, cycle: [], onBust: null },
  },
  {
    ...{ id: 'aisle', name: 'North aisle', group: 'Main hall', tournamentId: major, view: 'clock' },
    cycle: cycle(['clock', 30], ['rankings', 15], ['prizePool', 15], ['schedule', 10]),
    onBust: { view: 'rankings', seconds: 20 },
  },
  {
    ...{ id: 'seats', name: 'Seating by the door', group: 'Foyer', tournamentId: major },
    ...{ view: 'seating', theme: 'light', cycle: cycle(['seating', 20], ['movement', 15]) },
    onBust: null,
  },
  {
    ...{ id: 'back', name: 'Back room', group: 'Back room', tournamentId: knockout, view: 'clock' },
    ...{ cycle: cycle(['clock', 40], ['prizePool', 15]), onBust: null, locked: true },
  },
  {
    ...{ id: 'lobby', name: 'Lobby', group: 'Foyer', tournamentId: null, view: 'lobby' },
    ...{ cycle: [], onBust: null },
  },
];

/** Names the screens and gives each its part, through the doors of the leaf that runs. */
export const hangScreens = async (url: string, filled: Filled): Promise<void> => {
  const client = openClient(url);
  await client.signIn(OPERATORS.floor);
  for (const { id, cycle: views, onBust, ...display } of screensOf(filled)) {
    await client.send('PUT', `/displays/${id}`, display);
    if (views.length > 0 || onBust !== null)
      await client.send('PUT', `/displays/${id}/playlist`, { cycle: views, onBust });
  }
};
