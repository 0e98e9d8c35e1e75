export const actions = {
  open: 'Actions of the night',
  bust: 'Bust',
  buyIn: 'Buy in',
  rebuy: 'Rebuy',
  addOn: 'Add-on',
  pause: 'Pause',
  resume: 'Resume',
  start: 'Start',
} as const;
