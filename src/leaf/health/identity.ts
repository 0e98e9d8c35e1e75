import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk } from './block.ts';
import { textAt } from './sys.ts';

/**
 * What this leaf runs on, by what cannot be moved with a copy of its files (SEC-10): short hashes, for
 * a serial number is nobody's business. Null: it does not say.
 */
export type Identity = {
  /** Of the installation (machine-id(5)). */
  readonly system: string | null;
  readonly board: string | null;
  readonly disk: string | null;
};
export const PARTS = ['board', 'disk', 'system'] as const satisfies readonly (keyof Identity)[];

const mark = (text: string | null): string | null =>
  text === null || text === ''
    ? null
    : createHash('sha256').update(`felt:${text}`).digest('hex').slice(0, 16);

/** Boards with a device tree say their serial there, others in what their firmware told. */
const boardAt = (root: string): string | null =>
  textAt(join(root, 'proc/device-tree/serial-number')) ??
  textAt(join(root, 'sys/class/dmi/id/board_serial')) ??
  textAt(join(root, 'sys/class/dmi/id/product_uuid'));

export const readIdentity = (root: string, disk: Disk | null): Identity => ({
  system: mark(textAt(join(root, 'etc/machine-id'))),
  board: mark(boardAt(root)),
  disk: mark(disk?.serial ?? null),
});

/** Which parts are others than before; what one of the two does not know is no change. */
export const changedParts = (before: Identity, now: Identity): readonly (typeof PARTS)[number][] =>
  PARTS.filter((part) => before[part] !== null && now[part] !== null && before[part] !== now[part]);
