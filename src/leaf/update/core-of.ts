import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../../server/failed.ts';
import { smallFile } from './request.ts';

/** Keys, credentials and certificates are the most of it. */
const MOST_BYTES = 256 * 1024;

const schema = v.object({
  venueId: v.string(),
  core: v.object({ url: v.pipe(v.string(), v.regex(/^https?:\/\//u)) }),
});

/**
 * Which core a leaf belongs to, read by root from the leaf's folder: only a file of the folder's own
 * owner, and not through a link, by which the leaf would have root read what it may not read itself.
 * @throws Failed where it belongs to none.
 */
export const coreOf = (dataFolder: string): { readonly url: string; readonly venueId: string } => {
  const path = join(dataFolder, 'link.json');
  const text = smallFile(path, MOST_BYTES, statSync(dataFolder).uid);
  if (text === null) throw new Failed('this leaf belongs to no core: update takes a FILE');
  try {
    const { core, venueId } = v.parse(schema, JSON.parse(text));
    return { url: core.url, venueId };
  } catch {
    throw new Failed(`${path} cannot be read: update takes a FILE`);
  }
};
