import type { actions as english } from '../en/actions.ts';
import type { Words } from '../words.ts';

export const actions: Words<typeof english> = {
  open: 'Aftenens handlinger',
  short: 'Handlinger',
  bust: 'Bust',
  buyIn: 'Buy-in',
  rebuy: 'Rebuy',
  addOn: 'Add-on',
  pause: 'Stop uret',
  resume: 'Fortsæt',
  start: 'Start',
};
