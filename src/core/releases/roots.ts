import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { Failed } from '../../server/failed.ts';
import { PublicKey } from '../../server/release/keys.ts';
import { ROOT_KEYS } from '../../server/release/root-keys.ts';

const Keys = v.array(PublicKey);

/**
 * The root keys that releases are held against here: those of a file, else those of this build. A leaf
 * trusts its own alone, whatever a core lets through.
 * @throws Failed in one line.
 */
export const rootsFrom = (file: string | undefined): readonly string[] => {
  if (file === undefined) return ROOT_KEYS;
  try {
    return v.parse(Keys, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`FELT_ROOT_KEYS: ${file}: ${why}`, { cause: error });
  }
};
