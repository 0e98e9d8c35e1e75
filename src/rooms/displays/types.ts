import type { DisplayEvent } from './events.ts';

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in DisplayEvent['type']]: true } = {
  'display.named': true,
  'display.assigned': true,
  'display.removed': true,
  'display.claimed': true,
  'display.configured': true,
  'playlist.changed': true,
  'override.started': true,
  'override.ended': true,
  'announcement.made': true,
  'announcement.ended': true,
};
