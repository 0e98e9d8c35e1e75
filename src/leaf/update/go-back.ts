import { existsSync } from 'node:fs';
import { STORE } from '../../log/libsql-schema.ts';
import { aboutExtent } from '../../server/release/extract.ts';
import type { Outcome, Refused } from './apply.ts';
import { refusedWith } from './apply.ts';
import { endTidily } from './ending.ts';
import { executableOf, linked, pointAt } from './links.ts';
import type { Machine } from './machine.ts';
import type { Places, Staging } from './places.ts';
import { noteOf } from './release-note.ts';
import { readState, writeState } from './state.ts';

/** Of the state's REASON, where a person wanted it. */
export const BY_HAND = 'operator';
/** And where a release on trial gave itself up. */
export const UNWELL = 'unwell';

/** Why this release cannot be gone back to; null: it can. */
export const hindrance = (places: Places, from: number, to: number | null): Refused | null => {
  if (to === null || to === from || !existsSync(executableOf(places, to))) {
    return refusedWith('NO_PREVIOUS', 'there is no release to go back to');
  }
  const least = readState(places).MIN_SEQUENCE;
  if (to < least)
    return refusedWith('BELOW_MINIMUM', `build ${to} may not run any more (${least})`);
  const oldest = noteOf(places, from)?.schema.oldest ?? STORE.oldest;
  // One that came with the machine says nothing of itself: the least that there ever was.
  if ((noteOf(places, to)?.schema.writes ?? 1) < oldest) {
    return refusedWith('SCHEMA', `build ${to} cannot run on what build ${from} writes`);
  }
  return null;
};

/**
 * Whether the executable is the one that was checked and put in: nobody looks after it once it runs,
 * and it would be started for ever.
 */
const isWhole = async (places: Places, sequence: number): Promise<boolean> => {
  const note = noteOf(places, sequence);
  // It came with the machine, of which nothing is known.
  if (note === null) return true;
  return (await aboutExtent(executableOf(places, sequence), 0, note)) === null;
};

/**
 * Back to the release before, as root, because somebody wants it, or a release on trial itself. A trial
 * that fails goes back by `rollback.sh`.
 * @param sequence what runs now: a second tap changes nothing.
 */
export const goBack = async (
  {
    places,
    staging,
    machine,
  }: { readonly places: Places; readonly staging: Staging; readonly machine: Machine },
  sequence: number,
  ownVersion: string,
  reason: typeof BY_HAND | typeof UNWELL = BY_HAND,
): Promise<Outcome> => {
  const state = readState(places);
  const from = linked(places.current);
  const to = state.STATE === 'trial' ? state.FROM : linked(places.previous);
  if (from === null || from !== sequence) {
    return refusedWith('NO_PREVIOUS', `build ${sequence} does not run here`);
  }
  const hindered = hindrance(places, from, to);
  if (hindered !== null || to === null) {
    return hindered ?? refusedWith('NO_PREVIOUS', 'there is no release to go back to');
  }
  if (reason === UNWELL && state.STATE !== 'trial') {
    return refusedWith('NOT_ON_TRIAL', `build ${sequence} is not on trial`);
  }
  if (!(await isWhole(places, to))) {
    return refusedWith('DAMAGED', `the files of build ${to} are not what was put in`);
  }
  const version = noteOf(places, to)?.version ?? state.FROM_VERSION;
  try {
    // A leaf that cannot leave a snapshot any more is one more reason to go back.
    await endTidily(machine, staging);
    writeState(machine.files, places, {
      ...state,
      ...{ STATE: 'rolledback', FROM: to, TO: from, REASON: reason, AT: machine.nowMs() },
      ...{ FROM_VERSION: version, TO_VERSION: ownVersion, TRIES_LEFT: 0 },
      // So that the same release can be put in again.
      CONFIRMED_SEQUENCE: to,
    });
    pointAt(machine.files, places.current, to);
  } finally {
    await machine.start();
  }
  return { ok: true, from, to, version };
};
