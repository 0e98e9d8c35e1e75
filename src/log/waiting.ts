import type { Envelope } from '../kernel/envelope.ts';
import { roomOf } from '../kernel/envelope.ts';
import type { RowWrite, Table } from '../kernel/room.ts';
import type { Log } from './port.ts';

/**
 * Events that are in a log and that no room of the build followed, by room and type: they wait for an
 * upgrade. Written in the transaction that appends them; counted anew with the projections.
 */
export const waiting: Table = {
  name: 'waiting',
  columns: { room: 'text', type: 'text', events: 'integer', firstSeq: 'integer' },
  key: ['room', 'type'],
  kind: 'projection',
};

export type Waiting = {
  readonly room: string;
  readonly type: string;
  readonly events: number;
  readonly firstSeq: number;
};

/** As many types as a build may lack; more are not shown apart. */
const MOST = 1_000;

/** What waits in a log; none where it does not keep count. */
export const waitingIn = async (
  log: Pick<Log, 'select' | 'tables'>,
): Promise<readonly Waiting[]> => {
  if (!log.tables.includes(waiting)) return [];
  const rows = await log.select({ table: waiting.name, limit: MOST });
  return rows.map(({ room, type, events, firstSeq }) => ({
    ...{ room: String(room), type: String(type) },
    ...{ events: Number(events), firstSeq: Number(firstSeq) },
  }));
};

/** Counts on from what is there. */
export const createCount = (before: readonly Waiting[]) => {
  const keyOf = ({ room, type }: Pick<Waiting, 'room' | 'type'>) => `${room} ${type}`;
  const all = new Map(before.map((one) => [keyOf(one), one]));
  const changed = new Map<string, Waiting>();
  return {
    add: ({ stream, type }: Pick<Envelope, 'stream' | 'type'>, seq: number): void => {
      const room = roomOf(stream);
      const key = keyOf({ room, type });
      const { events, firstSeq } = all.get(key) ?? { events: 0, firstSeq: seq };
      const next = { room, type, events: events + 1, firstSeq };
      all.set(key, next);
      changed.set(key, next);
    },
    all: (): readonly Waiting[] => [...all.values()],
    /** What this count has added to, as rows. */
    rows: (): readonly RowWrite[] =>
      [...changed.values()].map(({ room, type, events, firstSeq }) => ({
        ...{ table: waiting.name, key: { room, type } },
        row: { events, firstSeq },
      })),
  };
};
