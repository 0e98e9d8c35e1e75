import type { link as english } from '../en/link.ts';
import type { Words } from '../words.ts';

export const link: Words<typeof english> = {
  lost: 'Keine Verbindung zum Felt-Server. Die Uhr zählt hier weiter; Aktionen warten, bis er wieder da ist.',
  back: 'Wieder verbunden',
};
