import type { PlayerEvent } from './events.ts';

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in PlayerEvent['type']]: true } = {
  'player.added': true,
  'player.profileChanged': true,
  'player.merged': true,
  'player.merged.undone': true,
  'player.mergeReceived': true,
  'player.mergeReceived.undone': true,
  'player.erased': true,
  'players.imported': true,
};
