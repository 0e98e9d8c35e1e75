import type { tabs as english } from '../en/tabs.ts';
import type { Words } from '../words.ts';

export const tabs: Words<typeof english> = {
  overview: 'Übersicht',
  players: 'Spieler',
  tables: 'Tische',
  money: 'Geld',
  more: 'Mehr',
  desk: 'Kasse',
  /** The header's switcher between the tournaments of tonight. */
  tournaments: 'Turniere',
  narrow: 'Seitenleiste schmal',
  wide: 'Seitenleiste breit',
};
