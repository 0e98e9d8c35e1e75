import { join } from 'node:path';
import type { Manifest } from '../../server/release/manifest.ts';
import type { ReleaseRefusal } from '../../server/release/refusal.ts';
import { refusal } from '../../server/release/refusal.ts';
import { endTidily } from './ending.ts';
import type { Judge } from './incoming.ts';
import { takeIn } from './incoming.ts';
import { linked, pointAt } from './links.ts';
import type { Machine } from './machine.ts';
import type { Places, Staging } from './places.ts';
import { noteIn } from './release-note.ts';
import type { UpdateState } from './state.ts';
import { readState, TRIES, writeState } from './state.ts';

export type Refused = {
  readonly ok: false;
  /** A code of `RELEASE_CODES`, or TRIAL, UNTIDY, NO_PREVIOUS, BELOW_MINIMUM, SCHEMA, NOT_ON_TRIAL. */
  readonly code: string;
  readonly message: string;
};
export type Outcome =
  | { readonly ok: true; readonly from: number; readonly to: number; readonly version: string }
  | Refused;

export const refusedWith = (code: string, message: string): Refused => ({
  ok: false,
  code,
  message,
});

const TRIAL = refusedWith('TRIAL', 'another release is on trial: wait until it is confirmed');
const UNTIDY = refusedWith(
  'UNTIDY',
  'the leaf left no snapshot of its log: look at the free space, and at felt-leaf verify',
);

type Deps = {
  readonly places: Places;
  readonly staging: Staging;
  readonly machine: Machine;
};

type Unfit = {
  readonly code: string;
  readonly message: string;
} & Pick<ReleaseRefusal, 'keysIssued' | 'sequence'>;

/** What remains known of a release that was not taken: above all which keys it revoked. */
const noteRefusal = (
  { places, machine }: Deps,
  before: UpdateState,
  { code, keysIssued, sequence }: Unfit,
  asked: number,
): void => {
  writeState(machine.files, places, {
    ...before,
    ...{ STATE: 'idle', REASON: code, REFUSED: sequence ?? asked, AT: machine.nowMs() },
    KEYS_ISSUED: Math.max(before.KEYS_ISSUED, keysIssued ?? 0),
  });
};

/** Puts what was unpacked under its own name, whole or not at all. */
const install = (
  { places: { incoming, releases }, machine: { files } }: Deps,
  sequence: number,
): void => {
  const folder = join(releases, String(sequence));
  // Of an earlier try. It neither runs nor is what one goes back to: those are older.
  files.remove(folder);
  files.sync(noteIn(incoming));
  files.sync(incoming);
  files.rename(incoming, folder);
  files.sync(releases);
};

/** From here on the new release runs, for as long as it proves itself. */
const begin = (
  { places, machine: { files, nowMs } }: Deps,
  before: UpdateState,
  { from, manifest, keysIssued }: { from: number; manifest: Manifest; keysIssued: number },
  fromVersion: string,
): void => {
  writeState(files, places, {
    ...before,
    ...{ STATE: 'trial', FROM: from, TO: manifest.sequence, TRIES_LEFT: TRIES },
    ...{ FROM_VERSION: fromVersion, TO_VERSION: manifest.version, AT: nowMs() },
    ...{ REASON: '', REFUSED: 0 },
    KEYS_ISSUED: Math.max(before.KEYS_ISSUED, keysIssued),
  });
  pointAt(files, places.previous, from);
  pointAt(files, places.current, manifest.sequence);
};

/**
 * Puts a release in, as root: copies and checks it while the leaf serves, ends the leaf tidily, writes
 * down what is intended, then lets the links follow. Cut off at any point, the next start either finds
 * everything as it was or goes on (`rollback.sh start`).
 * @param file a release that anybody may have put there.
 * @param asked the build that it is said to be; 0: nobody said.
 */
export const applyRelease = async (
  deps: Deps,
  file: string,
  judge: Judge,
  asked = 0,
): Promise<Outcome> => {
  const { places, staging, machine } = deps;
  const state = readState(places);
  if (state.STATE === 'trial') return TRIAL;
  const refused = (why: Unfit): Refused => {
    noteRefusal(deps, state, why, asked);
    return refusedWith(why.code, why.message);
  };
  try {
    const checked = await takeIn(places, file, state, judge);
    if (!checked.ok) return refused(checked);
    const { manifest, keysIssued } = checked;
    const { sequence } = manifest;
    const from = linked(places.current) ?? judge.own.sequence;
    // Its own files are not pulled away from under it.
    if (sequence === from) return refused(refusal('OLDER', { keysIssued, sequence }));
    install(deps, sequence);
    try {
      if (!(await endTidily(machine, staging))) {
        return refused({ ...UNTIDY, keysIssued, sequence });
      }
      begin(deps, state, { from, manifest, keysIssued }, judge.own.version);
    } finally {
      await machine.start();
    }
    return { ok: true, from, to: sequence, version: manifest.version };
  } finally {
    machine.files.remove(places.incoming);
  }
};
