import type { RowWrite, Table } from '../../kernel/room.ts';
import type { Log } from '../../log/port.ts';

/** How far each flow has come. In the log's file, so that it can never be older or newer than that. */
export const flowCursors: Table = {
  name: 'flows',
  kind: 'private',
  key: ['name'],
  columns: { name: 'text', seq: 'integer' },
};

/** The flow has dealt with everything up to and with this event. */
export const cursorAt = (name: string, seq: number): RowWrite => ({
  ...{ table: flowCursors.name, key: { name }, row: { seq } },
});

/**
 * Where a flow goes on. One that this log does not know yet begins at the log's end, because what was
 * before it was settled without it; written down at once, so that it stays there.
 */
export const cursorOf = async (
  log: Pick<Log, 'head' | 'select' | 'write'>,
  name: string,
): Promise<number> => {
  const [row] = await log.select({ table: flowCursors.name, where: { name }, limit: 1 });
  if (row !== undefined) return Number(row['seq']);
  const { seq } = await log.head();
  await log.write([cursorAt(name, seq)]);
  return seq;
};
