import { BUILD } from '../../server/version.ts';
import type { Report } from '../../sync/outbox.ts';
import { placesOf } from './places.ts';
import { readUpdateSettings } from './settings.ts';
import type { UpdateState } from './state.ts';
import { readState } from './state.ts';

/** What became of the last update, in the words that the core counts by; null: there was none. */
export const outcomeOf = ({
  STATE,
  TO,
  REASON,
}: Pick<UpdateState, 'STATE' | 'TO' | 'REASON'>):
  | 'trial'
  | 'confirmed'
  | 'rolledBack'
  | 'refused'
  | null => {
  if (STATE === 'trial') return 'trial';
  if (STATE === 'rolledback') return 'rolledBack';
  if (REASON !== '') return 'refused';
  return TO === 0 ? null : 'confirmed';
};

/** Which release runs, and what became of the last update: for the core. */
export const softwareReport = (): Pick<Report, 'sequence' | 'target' | 'channel' | 'update'> => {
  const { releases, channel } = readUpdateSettings(process.env);
  const state = readState(placesOf(releases));
  const outcome = BUILD.sequence === 0 ? null : outcomeOf(state);
  const { TO, AT, REASON } = state;
  return {
    ...{ sequence: BUILD.sequence, channel },
    ...(BUILD.target === null ? {} : { target: BUILD.target }),
    ...(outcome === null
      ? {}
      : { update: { outcome, to: TO, at: AT, ...(REASON === '' ? {} : { reason: REASON }) } }),
  };
};
