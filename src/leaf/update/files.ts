import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * What an update does to the disk, in steps that a test can stop between: whatever was done before a
 * power cut, the next start must find its way.
 */
export type Files = {
  /** Makes the file anew; not on the disk yet. */
  readonly write: (path: string, text: string, mode: number) => void;
  /** Makes a link anew; not on the disk yet. */
  readonly link: (path: string, target: string) => void;
  readonly rename: (from: string, to: string) => void;
  /** A file or a folder with all that is in it; nothing where there is none. */
  readonly remove: (path: string) => void;
  /** A file's content is on the disk, or a folder's names. */
  readonly sync: (path: string) => void;
};

export const DISK: Files = {
  write: (path, text, mode) => {
    rmSync(path, { force: true });
    // A new file of its own, and no other by its name: a link there would be followed elsewhere.
    const file = openSync(path, 'wx', mode);
    try {
      writeSync(file, text);
      // Whatever the caller's umask takes away.
      fchmodSync(file, mode);
    } finally {
      closeSync(file);
    }
  },
  link: (path, target) => {
    rmSync(path, { force: true });
    symlinkSync(target, path);
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  sync: (path) => {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    // In another user's folder the name may be a pipe by now, which would hold this up for ever.
    const opened = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  },
};

/** The old content or the new one, whatever happens; the new one when it answers. */
export const replaceFile = (files: Files, path: string, text: string, mode = 0o644): void => {
  const fresh = `${path}.new`;
  files.write(fresh, text, mode);
  files.sync(fresh);
  files.rename(fresh, path);
  files.sync(dirname(path));
};

/** The link points at the old target or at the new one, whatever happens. */
export const replaceLink = (files: Files, path: string, target: string): void => {
  const fresh = `${path}.new`;
  files.link(fresh, target);
  files.rename(fresh, path);
  files.sync(dirname(path));
};
