import { BUILD } from '../../server/version.ts';
import type { Report } from '../../sync/outbox.ts';
import { placesOf, stagingOf } from './places.ts';
import type { RefusedOffer } from './refused-offer.ts';
import { readRefused } from './refused-offer.ts';
import { readUpdateSettings } from './settings.ts';
import type { UpdateState } from './state.ts';
import { readState } from './state.ts';

type Told = Pick<UpdateState, 'STATE' | 'TO' | 'REASON' | 'REFUSED'>;

/** What became of which build, in the words that the core counts by. */
const outcomeOf = ({ STATE, TO, REASON, REFUSED }: Told) => {
  if (STATE === 'trial') return { outcome: 'trial', to: TO } as const;
  if (STATE === 'rolledback') return { outcome: 'rolledBack', to: TO } as const;
  return REASON === ''
    ? ({ outcome: 'confirmed', to: TO } as const)
    : ({ outcome: 'refused', to: REFUSED } as const);
};

/**
 * Of the last update, or of an offer that was refused since; null where there was none, or where nobody
 * knows which build it was.
 */
export const updateReport = (
  state: Told & Pick<UpdateState, 'AT'>,
  refused: Pick<RefusedOffer, 'sequence' | 'code' | 'at'> | null,
): Report['update'] | null => {
  if (refused !== null && state.STATE !== 'trial' && refused.at > state.AT) {
    return { outcome: 'refused', to: refused.sequence, at: refused.at, reason: refused.code };
  }
  const { outcome, to } = outcomeOf(state);
  if (to === 0) return null;
  const { AT, REASON } = state;
  return { outcome, to, at: AT, ...(REASON === '' ? {} : { reason: REASON }) };
};

/** Which release runs, and what became of the last update: for the core. */
export const softwareReport = (
  dataFolder: string,
): Pick<Report, 'sequence' | 'target' | 'channel' | 'update'> => {
  const { releases, channel } = readUpdateSettings(process.env);
  const state = readState(placesOf(releases));
  const refused = readRefused(stagingOf(dataFolder));
  const update = BUILD.sequence === 0 ? null : updateReport(state, refused);
  return {
    ...{ sequence: BUILD.sequence, channel },
    ...(BUILD.target === null ? {} : { target: BUILD.target }),
    ...(update === null ? {} : { update }),
  };
};
