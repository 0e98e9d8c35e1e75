import { shuffled } from '../../src/kernel/random.ts';
import type { Now } from '../../src/kernel/time.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { planKnockout } from './knockout.ts';
import { planMajor } from './major.ts';
import { people } from './names.ts';
import type { Room, Staff } from './room.ts';
import { openRoom } from './room.ts';
import { planTurbo } from './turbo.ts';

const PLAYERS = 300;
const IN_MAJOR = 186;
const IN_KNOCKOUT = 74;
const IN_TURBO = 41;

/** Who plays where: nobody at two tables at once, some of the morning again in the evening. */
const fields = (playerIds: readonly string[]) => ({
  major: playerIds.slice(0, IN_MAJOR),
  knockout: playerIds.slice(IN_MAJOR, IN_MAJOR + IN_KNOCKOUT),
  turbo: playerIds.slice(IN_MAJOR + IN_KNOCKOUT - 15).slice(0, IN_TURBO),
});

/** People whom the house got to know over the last weeks. */
const addPeople = async (room: Room, staff: Staff, endMs: number): Promise<string[]> => {
  const ids: string[] = [];
  for (const [i, person] of people(PLAYERS).entries()) {
    room.goTo(endMs - 50 * DAY + i * 4 * HOUR);
    ids.push(await room.addPlayer(person, staff.desk));
  }
  return shuffled(room.random, ids);
};

/** The ids of the demo's three tournaments. */
export type Filled = { readonly major: string; readonly knockout: string; readonly turbo: string };

/**
 * Writes the last weeks of a busy venue into the log of a leaf that is set up and does not run.
 * @param until the moment at which a real leaf goes on.
 */
export const fillVenue = async (folder: string, staff: Staff, until: Now): Promise<Filled> => {
  const endMs = until.wallMs;
  const room = await openRoom(folder, until);
  try {
    const { major, knockout, turbo } = fields(await addPeople(room, staff, endMs));
    room.goTo(endMs - 8 * HOUR + MINUTE);
    const filled = {
      turbo: await planTurbo(room, staff, turbo, endMs),
      major: await planMajor(room, staff, major, endMs),
      knockout: await planKnockout(room, staff, knockout, endMs),
    };
    await room.play();
    return filled;
  } finally {
    await room.close();
  }
};
