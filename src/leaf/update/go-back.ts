import { STORE } from '../../log/libsql-schema.ts';
import { aboutExtent } from '../../server/release/extract.ts';
import type { Outcome, Refused } from './apply.ts';
import { refusedWith } from './apply.ts';
import { endTidily } from './ending.ts';
import { replaceLink } from './files.ts';
import { linked } from './links.ts';
import type { Machine } from './machine.ts';
import type { Places, Staging } from './places.ts';
import { noteOf } from './release-note.ts';
import type { UpdateState } from './state.ts';
import { readState, writeState } from './state.ts';
import type { WayBack } from './way-back.ts';
import { wayBack } from './way-back.ts';

/** Of the state's REASON, where a person wanted it. */
export const BY_HAND = 'operator';
/** And where a release on trial gave itself up. */
export const UNWELL = 'unwell';

const NO_PREVIOUS = refusedWith('NO_PREVIOUS', 'there is no release to go back to');

/** Why this way back cannot be gone; null: it can. */
export const hindrance = (places: Places, from: number, way: WayBack | null): Refused | null => {
  if (way === null || way.sequence === from) return NO_PREVIOUS;
  const { sequence, note } = way;
  const least = readState(places).MIN_SEQUENCE;
  if (sequence < least)
    return refusedWith('BELOW_MINIMUM', `build ${sequence} may not run any more (${least})`);
  const oldest = noteOf(places, from)?.schema.oldest ?? STORE.oldest;
  // One that came with the machine says nothing of itself: the least that there ever was.
  if ((note?.schema.writes ?? 1) < oldest) {
    return refusedWith('SCHEMA', `build ${sequence} cannot run on what build ${from} writes`);
  }
  return null;
};

/**
 * Whether the executable is the one that was checked and put in: nobody looks after it once it runs,
 * and it would be started for ever.
 */
const isWhole = async ({ executable, note }: WayBack): Promise<boolean> =>
  // It came with the machine, of which nothing is known.
  note === null || (await aboutExtent(executable, 0, note)) === null;

/** As a person reads it; the state knows that of the release before, and of no other. */
export const versionOf = (
  { sequence, note }: WayBack,
  { FROM, FROM_VERSION }: Pick<UpdateState, 'FROM' | 'FROM_VERSION'>,
): string => note?.version ?? (sequence === FROM ? FROM_VERSION : String(sequence));

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
  const way = wayBack(places, state.STATE === 'trial' ? state.FROM : linked(places.previous));
  if (from === null || from !== sequence) {
    return refusedWith('NO_PREVIOUS', `build ${sequence} does not run here`);
  }
  if (reason === UNWELL && state.STATE !== 'trial') {
    return refusedWith('NOT_ON_TRIAL', `build ${sequence} is not on trial`);
  }
  if (way === null) return NO_PREVIOUS;
  // A trial that crashes is not asked either: the image's own may be older than all that may run.
  const hindered = reason === UNWELL ? null : hindrance(places, from, way);
  if (hindered !== null) return hindered;
  const to = way.sequence;
  if (!(await isWhole(way))) {
    return refusedWith('DAMAGED', `the files of build ${to} are not what was put in`);
  }
  const version = versionOf(way, state);
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
    replaceLink(machine.files, places.current, way.target);
  } finally {
    await machine.start();
  }
  return { ok: true, from, to, version };
};
