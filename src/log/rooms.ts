import type { Fact, Recorded, Refusal } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { recorded, roomOf } from '../kernel/envelope.ts';
import type { RowWrite, Table } from '../kernel/room.ts';
import { LogDamaged } from './chain.ts';
import type { Stored } from './port.ts';

/** A room of any types, as it is handed to the log. */
export type AnyRoom = {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly stateVersion: string;
  readonly types?: { readonly [type: string]: true };
  readonly upcast: (envelope: Envelope) => Envelope;
  readonly initial: () => unknown;
  readonly decide: (state: never, command: never) => readonly Fact[] | Refusal;
  readonly evolve: (state: never, event: never) => unknown;
  readonly project: (event: never, after: never, streamId: string) => readonly RowWrite[];
};

/** The same room as the log calls it: states and commands pass through here unlooked-at. */
export type OpenRoom = Omit<AnyRoom, 'decide' | 'evolve' | 'project'> & {
  readonly decide: (state: unknown, command: unknown) => readonly Fact[] | Refusal;
  readonly evolve: (state: unknown, event: Recorded<Fact>) => unknown;
  readonly project: (
    event: Recorded<Fact>,
    after: unknown,
    streamId: string,
  ) => readonly RowWrite[];
};

/** Finds a stream's room; throws for a stream of none, because no door lets such a name in. */
export type RoomFor = (stream: string) => OpenRoom;

export const roomFinder = (rooms: readonly AnyRoom[]): RoomFor => {
  // A stream's states come from its own room's `initial` and `evolve` only, so the types meet again.
  const byName = new Map(rooms.map((room) => [room.name, room as OpenRoom]));
  return (stream) => {
    const room = byName.get(roomOf(stream));
    if (room === undefined) throw new Error(`no room keeps ${stream}`);
    return room;
  };
};

/** Newest shape of an event's data that rooms bring to today's; a later build writes others. */
const SCHEMA = 1;

/** Whether this build's room knows what the event, brought to today's shape, says. */
export const knows = (
  { types }: Pick<AnyRoom, 'types'>,
  { type, schema }: Pick<Envelope, 'type' | 'schema'>,
): boolean => schema <= SCHEMA && (types === undefined || Object.hasOwn(types, type));

export type Folded = { readonly state: unknown; readonly version: number };

/**
 * Folds a stream's stored events onto what is there already; passes over those of a later build.
 * @throws LogDamaged where a version is missing or the event belongs to another stream.
 */
export const foldStored = (
  room: OpenRoom,
  stream: string,
  start: Folded,
  rows: Iterable<Stored>,
): Folded => {
  let { state, version } = start;
  for (const { envelope, seq } of rows) {
    version += 1;
    if (envelope.stream !== stream || envelope.version !== version) {
      throw new LogDamaged(`event ${seq} is not version ${version} of ${stream}`);
    }
    const today = room.upcast(envelope);
    if (knows(room, today)) state = room.evolve(state, recorded(today));
  }
  return { state, version };
};
