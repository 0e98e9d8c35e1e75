import type { Source } from '../port.ts';
import { SYNC_MARKS } from '../tables.ts';

/** The end of what the core has applied; `at` is the wall clock in its last event, ms. */
export type Mark = { readonly seq: number; readonly hash: string; readonly at: number };

const NAME = 'applied';

/** The mark that was kept, if it is of this epoch. */
export const loadMark = async (source: Source, epoch: number): Promise<Mark | null> => {
  const where = { name: NAME };
  const [row] = await source.select({ table: SYNC_MARKS.name, where, limit: 1 });
  if (row === undefined || row['epoch'] !== epoch) return null;
  return { seq: Number(row['seq']), hash: String(row['hash']), at: Number(row['at']) };
};

export const saveMark = (source: Source, epoch: number, mark: Mark): Promise<void> =>
  source.write([{ table: SYNC_MARKS.name, key: { name: NAME }, row: { epoch, ...mark } }]);
