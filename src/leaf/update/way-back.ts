import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../server/release/manifest.ts';
import { executableOf, targetOf } from './links.ts';
import type { Places } from './places.ts';
import { EXECUTABLE } from './places.ts';
import { noteOf } from './release-note.ts';

/** A release that is there to be gone back to. */
export type WayBack = {
  readonly sequence: number;
  /** Of `current`, once it is gone. */
  readonly target: string;
  readonly executable: string;
  /** What it says of itself; null of one that came with the machine. */
  readonly note: Manifest | null;
};

/** Beside the image's own release; null where nobody wrote it down. */
const sequenceBeside = (executable: string): number | null => {
  try {
    const text = readFileSync(`${executable}.sequence`, 'utf8').trim();
    return /^\d{1,9}$/u.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
};

/**
 * Where the way back leads, as `rollback.sh` goes it: to that release, or to the one that came with the
 * image. Null: neither is there.
 */
export const wayBack = (places: Places, to: number | null): WayBack | null => {
  if (to === null) return null;
  const executable = executableOf(places, to);
  if (existsSync(executable)) {
    return { sequence: to, target: targetOf(to), executable, note: noteOf(places, to) };
  }
  const own = join(places.factory, EXECUTABLE);
  if (!existsSync(own)) return null;
  const sequence = sequenceBeside(own) ?? to;
  return { sequence, target: places.factory, executable: own, note: null };
};
