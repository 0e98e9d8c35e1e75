import { constants, openSync } from 'node:fs';
import { join } from 'node:path';

/** What root owns: executables, which of them runs, and why. */
export const placesOf = (root: string, factory = '/usr/lib/felt') => ({
  root,
  /** Folder of the release that came with the image, where there is one. */
  factory,
  releases: join(root, 'releases'),
  /** Links to `releases/<sequence>`. */
  current: join(root, 'current'),
  previous: join(root, 'previous'),
  state: join(root, 'state'),
  /** Held by whoever changes any of this, `rollback.sh` too. */
  lock: join(root, 'lock'),
  /** Where a release is checked: whoever stages it cannot write there. */
  incoming: join(root, 'incoming'),
});
export type Places = ReturnType<typeof placesOf>;

export const EXECUTABLE = 'felt-leaf';

/** What the leaf owns: what it fetched, what it asks root for, and what it needs to come back. */
export const stagingIn = (folder: string) => {
  return {
    folder,
    /** A whole release, as it was fetched. */
    ready: join(folder, 'ready.felt'),
    /** What it says of itself, once it was checked. */
    offer: join(folder, 'offer.json'),
    /** When it is to be put in, and by whose word. */
    plan: join(folder, 'plan.json'),
    /** Of the last offer that was fetched and not taken: it is not fetched again. */
    refused: join(folder, 'refused.json'),
    request: join(folder, 'request'),
    /** Made by root just before it ends the leaf for an update: the leaf leaves the next two. */
    ending: join(folder, 'ending'),
    before: join(folder, 'before.json'),
    snapshot: join(folder, 'snapshot.db'),
    /** Copies of the small files that the leaf cannot do without. */
    small: join(folder, 'small'),
    /** Why a release on trial did not get ready, in its own words. */
    failed: join(folder, 'failed'),
    /** The log made anew after a trial that damaged it, before it takes its place. */
    salvaged: join(folder, 'salvaged.db'),
    /** What was found after a way back. */
    mended: join(folder, 'mended.json'),
    /** Moments of the state: that which the log tells of, and that which somebody has read of. */
    told: join(folder, 'told'),
    seen: join(folder, 'seen'),
    /** Id of the operator who asked root for something. */
    asker: join(folder, 'asker'),
  };
};
export type Staging = ReturnType<typeof stagingIn>;

export const stagingOf = (dataFolder: string): Staging => stagingIn(join(dataFolder, 'update'));

/**
 * The folder as it is now, held open for as long as this process lives: whatever its owner puts in its
 * place meanwhile, root goes on in this one.
 * @throws Error of the file system where it is none, or a link.
 */
export const pinned = (folder: string): string => {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const opened = openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  // The dot makes it the folder itself, in place of a link to it.
  return `/proc/self/fd/${opened}/.`;
};
