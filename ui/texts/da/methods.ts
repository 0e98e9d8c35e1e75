import type { methods as english } from '../en/methods.ts';
import type { Words } from '../words.ts';

export const methods: Words<typeof english> = {
  cash: 'Kontant',
  card: 'Kort',
  ticket: 'Billet',
  online: 'Online',
  credit: 'Kredit',
};
