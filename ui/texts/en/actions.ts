export const actions = {
  open: 'Actions of the night',
  /** On the button itself, in the sidebar. */
  short: 'Actions',
  bust: 'Bust',
  buyIn: 'Buy in',
  rebuy: 'Rebuy',
  addOn: 'Add-on',
  pause: 'Pause',
  resume: 'Resume',
  start: 'Start',
} as const;
