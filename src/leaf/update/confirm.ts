import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './apply.ts';
import { refusedWith } from './apply.ts';
import type { Files } from './files.ts';
import { linked } from './links.ts';
import type { Machine } from './machine.ts';
import type { Places } from './places.ts';
import { noteOf } from './release-note.ts';
import { readState, writeState } from './state.ts';

/** Releases that neither run nor are what one would go back to. */
const clearOut = ({ releases, current, previous }: Places, files: Files): void => {
  const kept = new Set([linked(current), linked(previous)].map(String));
  for (const name of readdirSync(releases)) {
    if (!kept.has(name)) files.remove(join(releases, name));
  }
};

/** The release on trial has proved itself: from now on nothing older is put in. As root. */
export const confirmRelease = async (
  { places, machine }: { readonly places: Places; readonly machine: Machine },
  sequence: number,
): Promise<Outcome> => {
  const state = readState(places);
  const { STATE, FROM, TO, TO_VERSION, MIN_SEQUENCE } = state;
  if (STATE !== 'trial' || TO !== sequence || linked(places.current) !== TO) {
    return refusedWith('NOT_ON_TRIAL', `build ${sequence} is not on trial`);
  }
  if (!(await machine.isReady())) {
    return refusedWith('NOT_READY', `build ${sequence} has not said that it is ready`);
  }
  writeState(machine.files, places, {
    ...state,
    ...{ STATE: 'idle', TRIES_LEFT: 0, CONFIRMED_SEQUENCE: TO, REASON: '', AT: machine.nowMs() },
    MIN_SEQUENCE: Math.max(MIN_SEQUENCE, noteOf(places, TO)?.minSequence ?? 0),
  });
  clearOut(places, machine.files);
  return { ok: true, from: FROM, to: TO, version: TO_VERSION };
};
