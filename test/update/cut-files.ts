import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Files } from '../../src/leaf/update/files.ts';
import { DISK } from '../../src/leaf/update/files.ts';

/** What a power cut makes of what was not brought to the disk: all of it is there, or nothing is. */
export type Fate = 'kept' | 'lost';

type Undo = { readonly until: string; readonly run: () => void };

/** Puts back what a rename replaced. */
const restorer = (path: string): (() => void) => {
  if (!existsSync(path) && !lstatSync(path, { throwIfNoEntry: false })) return () => undefined;
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) {
    const target = readlinkSync(path);
    return () => symlinkSync(target, path);
  }
  if (stats.isDirectory()) throw new Error(`a folder was renamed over ${path}`);
  const bytes = readFileSync(path);
  return () => writeFileSync(path, bytes, { mode: stats.mode });
};

/**
 * A disk that loses power in front of one of its steps: from then on nothing is done any more, and
 * what was not synced meets its fate.
 * @param at 0: before the first; more than there are: never.
 */
export const cutFiles = (at: number, fate: Fate) => {
  const steps: string[] = [];
  let undos: Undo[] = [];
  let isCut = false;

  const cut = (): void => {
    isCut = true;
    if (fate === 'lost') for (const { run } of undos.toReversed()) run();
  };
  const step = (what: string, work: () => void): void => {
    if (!isCut && steps.length === at) cut();
    if (isCut) return;
    steps.push(what);
    work();
  };
  const later = (until: string, run: () => void): void => {
    undos.push({ until, run });
  };

  const files: Files = {
    write: (path, text, mode) =>
      step(`write ${path}`, () => {
        DISK.write(path, text, mode);
        later(path, () => truncateSync(path));
      }),
    link: (path, target) =>
      step(`link ${path}`, () => {
        DISK.link(path, target);
        later(dirname(path), () => rmSync(path));
      }),
    rename: (from, to) =>
      step(`rename to ${to}`, () => {
        const restore = restorer(to);
        DISK.rename(from, to);
        later(dirname(to), () => {
          renameSync(to, from);
          restore();
        });
      }),
    sync: (path) =>
      step(`sync ${path}`, () => {
        DISK.sync(path);
        undos = undos.filter(({ until }) => until !== path);
      }),
    remove: (path) => step(`remove ${path}`, () => DISK.remove(path)),
  };
  return { files, steps, isCut: () => isCut };
};
