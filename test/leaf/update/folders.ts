import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DISK } from '../../../src/leaf/update/files.ts';
import type { Machine } from '../../../src/leaf/update/machine.ts';
import { placesOf, stagingOf } from '../../../src/leaf/update/places.ts';
import { linesText } from '../../../src/leaf/update/state.ts';

export const NOW_MS = 1_795_000_000_000;

/** A machine's folders, with an executable of nothing in each release; the leaf on it is a word. */
export const openFolders = (
  releases: readonly number[],
  state: Readonly<Record<string, string | number>>,
) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-folders-'));
  const places = placesOf(join(folder, 'opt'), join(folder, 'image'));
  const staging = stagingOf(join(folder, 'data'));
  mkdirSync(staging.folder, { recursive: true });
  for (const sequence of releases) {
    mkdirSync(join(places.releases, String(sequence)), { recursive: true });
    writeFileSync(join(places.releases, String(sequence), 'felt-leaf'), '#!/bin/sh\n');
  }
  const [previous = 0, current = previous] = releases;
  symlinkSync(`releases/${current}`, places.current);
  symlinkSync(`releases/${previous}`, places.previous);
  writeFileSync(places.state, linesText(state));
  const did: string[] = [];
  let ready = true;
  const machine: Machine = {
    files: DISK,
    nowMs: () => NOW_MS,
    stop: async () => void did.push('stop'),
    start: async () => void did.push('start'),
    isReady: async () => ready,
    prepare: async () => undefined,
  };
  return {
    ...{ folder, places, staging, machine, did },
    hangs: () => {
      ready = false;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};
