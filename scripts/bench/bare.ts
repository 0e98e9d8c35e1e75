import { join } from 'node:path';
import type { Leaf } from './leaf.ts';
import { startProgram } from './processes.ts';

/** The bare server that memory, start and publishing are held against. */
export const startBare = async (folder: string): Promise<Leaf> => {
  const { pid, match, stop } = await startProgram(
    [join(import.meta.dir, 'bare/server.ts')],
    { BARE_DATA: folder },
    /serves (http:\S+) /u,
  );
  return { pid, url: match[1] ?? '', stop };
};
