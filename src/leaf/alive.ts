import type { Table } from '../kernel/room.ts';
import type { Now } from '../kernel/time.ts';
import type { Log, Row } from '../log/port.ts';

/** The last sign of life, so that the next start knows how long the leaf was away (CLK-7). */
export const alive: Table = {
  name: 'alive',
  kind: 'private',
  key: ['id'],
  columns: {
    id: 'text',
    wallMs: 'integer',
    bootMs: 'integer',
    bootId: 'text',
    /** 1 where something kept the wall clock right. */
    synchronised: 'integer',
  },
};

export type Sign = { readonly at: Now; readonly synchronised: boolean };

const signOf = (row: Row): Sign => ({
  at: {
    wallMs: Number(row['wallMs']),
    bootMs: Number(row['bootMs']),
    bootId: String(row['bootId']),
  },
  synchronised: row['synchronised'] === 1,
});

export const readAlive = async (log: Pick<Log, 'select'>): Promise<Sign | null> => {
  const [row] = await log.select({ table: alive.name, limit: 1 });
  return row === undefined ? null : signOf(row);
};

export const writeAlive = (log: Pick<Log, 'write'>, { at, synchronised }: Sign): Promise<void> =>
  log.write([
    {
      table: alive.name,
      key: { id: 'leaf' },
      row: { ...at, synchronised: synchronised ? 1 : 0 },
    },
  ]);

/**
 * How long nothing ran. Within one boot by the clock that never jumps; across a reboot by the wall
 * clock, if it was right both times; null where nobody knows, which counts as long.
 */
export const outageMs = (last: Sign | null, now: Sign): number | null => {
  if (last === null) return null;
  if (last.at.bootId === now.at.bootId) return Math.max(0, now.at.bootMs - last.at.bootMs);
  const byWall = now.at.wallMs - last.at.wallMs;
  return last.synchronised && now.synchronised && byWall > 0 ? byWall : null;
};
