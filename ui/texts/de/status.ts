import type { status as english } from '../en/status.ts';
import type { Words } from '../words.ts';

export const status: Words<typeof english> = {
  setup: 'GEPLANT',
  running: 'LÄUFT',
  paused: 'ANGEHALTEN',
  break: 'PAUSE',
  ended: 'BEENDET',
  undecided: 'WÄHLEN',
};
