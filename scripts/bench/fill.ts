import type { Envelope } from '../../src/kernel/envelope.ts';
import { streamOf } from '../../src/kernel/envelope.ts';
import type { RowWrite } from '../../src/kernel/room.ts';
import { openStore } from '../../src/leaf/store.ts';
import type { LibsqlLog } from '../../src/log/libsql.ts';
import type { Written } from '../../src/log/port.ts';
import { addedRows, NOBODY } from '../../src/rooms/players/projections/profiles.ts';
import type { Night } from './night.ts';
import { markOf } from './night.ts';

/** One played night as text, from which any number of others are made by changing its mark. */
const template = ({ events, rows, playerIds }: Night) => {
  const own = markOf(0);
  const bodies = events.map((event) => JSON.stringify(event));
  const rowText = JSON.stringify(rows);
  return (index: number) => {
    const mark = markOf(index);
    const marked = (text: string) => text.replaceAll(own, mark);
    const written = bodies.map((body): Written => {
      const text = marked(body);
      return { envelope: JSON.parse(text), body: text };
    });
    const rowWrites: readonly RowWrite[] = JSON.parse(marked(rowText));
    return { events: written, rows: rowWrites, playerIds: playerIds.map(marked) };
  };
};

/** The one event and the private rows of a player whom the house knows. */
const playerOf = (id: string, eventId: string, number: number) => {
  const at = 1_750_000_000_000 + number;
  const profile = { ...NOBODY, firstName: `Player ${number}`, lastName: `of ${number % 977}` };
  const envelope: Envelope = {
    ...{ id: eventId, stream: streamOf('player', id), version: 1, type: 'player.added', schema: 1 },
    ...{ at, by: 'system', device: null, cause: null },
    data: { fields: ['firstName', 'lastName'], similar: [] },
  };
  return {
    event: { envelope, body: JSON.stringify(envelope) },
    rows: addedRows(profile, id, at),
  };
};

/** Everybody of one night; a player's event has the player's id with its first digit changed. */
const playersOf = (ids: readonly string[], from: number) => {
  const players = ids.map((id, i) => playerOf(id, `f${id.slice(1)}`, from + i));
  return {
    events: players.map(({ event }) => event),
    rows: players.flatMap(({ rows }) => rows),
  };
};

/** Appends copies of a night, each in one transaction, until `isEnough`; answers how many there are. */
const copy = async (
  log: LibsqlLog,
  night: Night,
  isEnough: (events: number, nights: number) => boolean,
  withPlayers: boolean,
) => {
  const make = template(night);
  let nights = 0;
  while (!isEnough((await log.head()).seq, nights)) {
    const { events, rows, playerIds } = make(nights + 1);
    if (withPlayers) {
      const players = playersOf(playerIds, nights * playerIds.length);
      await log.append({ ...players, commands: [] });
    }
    await log.append({ events, rows, commands: [] });
    nights += 1;
  }
};

/**
 * Fills the log of a leaf that does not run with past nights, as the leaf itself would have stored
 * them: events, hash chain and projections. Its own id is index 0; copies begin with 1.
 */
export const fillLog = async (
  folder: string,
  night: Night,
  isEnough: (events: number, nights: number) => boolean,
  { withPlayers = false }: { readonly withPlayers?: boolean } = {},
): Promise<{ readonly events: number; readonly seconds: number }> => {
  const begun = performance.now();
  const log = await openStore(folder);
  await copy(log, night, isEnough, withPlayers);
  const { seq: events } = await log.head();
  log.checkpoint();
  await log.close();
  return { events, seconds: (performance.now() - begun) / 1_000 };
};
