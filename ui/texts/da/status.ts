import type { status as english } from '../en/status.ts';
import type { Words } from '../words.ts';

export const status: Words<typeof english> = {
  setup: 'KLARGØRES',
  running: 'I GANG',
  paused: 'STOPPET',
  break: 'PAUSE',
  ended: 'SLUT',
  undecided: 'VÆLG',
};
