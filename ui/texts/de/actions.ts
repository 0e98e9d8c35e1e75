import type { actions as english } from '../en/actions.ts';
import type { Words } from '../words.ts';

export const actions: Words<typeof english> = {
  open: 'Aktionen des Abends',
  short: 'Aktionen',
  bust: 'Bust',
  buyIn: 'Buy-in',
  rebuy: 'Rebuy',
  addOn: 'Add-on',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  start: 'Starten',
};
