import type { VenueEvent } from './events.ts';

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in VenueEvent['type']]: true } = {
  'venue.setUp': true,
  'venue.configured': true,
  'venue.restored': true,
  'venue.restoreSettled': true,
  'venue.restoreReopened': true,
  'venue.softwareUpdated': true,
  'venue.softwareRolledBack': true,
  'venue.machineChanged': true,
  'operator.added': true,
  'operator.roleChanged': true,
  'operator.renamed': true,
  'operator.pinChanged': true,
  'operator.unlocked': true,
  'operator.deactivated': true,
  'operator.reactivated': true,
};
