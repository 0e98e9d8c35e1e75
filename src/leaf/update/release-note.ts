import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Manifest } from '../../server/release/manifest.ts';
import type { Places } from './places.ts';

const NOTE = 'release.json';

export const noteIn = (folder: string): string => join(folder, NOTE);

/** What an installed release says of itself; null of one that came with the machine. */
export const noteOf = ({ releases }: Places, sequence: number): Manifest | null => {
  const path = noteIn(join(releases, String(sequence)));
  if (!existsSync(path)) return null;
  try {
    return v.parse(Manifest, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};
