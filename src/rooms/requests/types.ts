import type { RequestEvent } from './events.ts';

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in RequestEvent['type']]: true } = {
  'request.received': true,
  'request.applied': true,
  'request.conflicted': true,
  'request.settled': true,
  'request.accepted': true,
  'request.refused': true,
  'request.unknown': true,
  'request.settled.undone': true,
  'request.accepted.undone': true,
  'request.refused.undone': true,
};
