import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './files.ts';
import { replaceLink } from './files.ts';
import type { Places } from './places.ts';
import { EXECUTABLE } from './places.ts';

const TARGET = /^(?:.*\/)?releases\/(\d{1,9})$/u;

/** Sequence of the release that a link points at; null where there is none. */
export const linked = (link: string): number | null => {
  try {
    const sequence = TARGET.exec(readlinkSync(link))?.[1];
    return sequence === undefined ? null : Number(sequence);
  } catch {
    return null;
  }
};

export const targetOf = (sequence: number): string => `releases/${sequence}`;

export const pointAt = (files: Files, link: string, sequence: number): void =>
  replaceLink(files, link, targetOf(sequence));

export const executableOf = ({ releases }: Places, sequence: number): string =>
  join(releases, String(sequence), EXECUTABLE);
