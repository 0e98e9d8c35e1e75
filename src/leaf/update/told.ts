import { readFileSync } from 'node:fs';
import type { SoftwareView } from '../../server/update.ts';
import { BUILD } from '../../server/version.ts';
import { readMended } from './across.ts';
import { hindrance, versionOf } from './go-back.ts';
import { linked } from './links.ts';
import { readRefused } from './refused-offer.ts';
import { readState } from './state.ts';
import type { Situation } from './updates.ts';
import { wayBack } from './way-back.ts';

const isoOf = (ms: number): string => new Date(ms).toISOString();

const textAt = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/** How long the release on trial still has to be well; null: none is on trial. */
export const trialOf = ({ places, settings, startedAtMs }: Situation): SoftwareView['trial'] =>
  readState(places).STATE === 'trial'
    ? { since: isoOf(startedAtMs), until: isoOf(startedAtMs + settings.confirmMs) }
    : null;

/** What became of the last update; null: there was none, or it is still going on. */
export const lastOf = ({ places, staging }: Situation): SoftwareView['last'] => {
  const { STATE, FROM_VERSION, TO_VERSION, TO, REASON, AT } = readState(places);
  if (STATE === 'trial' || AT === 0) return null;
  const at = isoOf(AT);
  const seen = textAt(staging.seen) === String(AT);
  const mended = readMended(staging);
  const common = { at, seen, reason: REASON, words: null, mended: false };
  if (STATE === 'rolledback') {
    return {
      ...{ ...common, outcome: 'rolledBack', from: TO_VERSION, to: FROM_VERSION },
      ...{ words: textAt(staging.failed), mended: mended?.at === AT && mended.aside !== null },
    };
  }
  if (REASON !== '') {
    return { ...common, outcome: 'refused', from: BUILD.version, to: '' };
  }
  if (TO !== BUILD.sequence) return null;
  return { ...common, outcome: 'updated', from: FROM_VERSION, to: TO_VERSION };
};

/** What was offered, fetched and found not to be as it should be; null: nothing. */
export const refusedOf = ({ staging }: Pick<Situation, 'staging'>): SoftwareView['refused'] => {
  const found = readRefused(staging);
  if (found === null) return null;
  const { sequence, version, code, at, seen } = found;
  return { sequence, version, reason: code, at: isoOf(at), seen };
};

/** What one tap goes back to; null: nothing, or it may not run any more. */
export const previousOf = ({ places }: Situation): SoftwareView['previous'] => {
  const state = readState(places);
  const { STATE, FROM } = state;
  const way = wayBack(places, STATE === 'trial' ? FROM : linked(places.previous));
  if (way === null || hindrance(places, BUILD.sequence, way) !== null) return null;
  return { version: versionOf(way, state), sequence: way.sequence };
};
