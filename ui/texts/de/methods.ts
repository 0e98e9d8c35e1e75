import type { methods as english } from '../en/methods.ts';
import type { Words } from '../words.ts';

export const methods: Words<typeof english> = {
  cash: 'Bar',
  card: 'Karte',
  ticket: 'Ticket',
  online: 'Online',
  credit: 'Kredit',
};
