import type { tabs as english } from '../en/tabs.ts';
import type { Words } from '../words.ts';

export const tabs: Words<typeof english> = {
  overview: 'Overblik',
  players: 'Spillere',
  tables: 'Borde',
  money: 'Penge',
  more: 'Mere',
  desk: 'Kasse',
  tournaments: 'Turneringer',
  narrow: 'Gør sidebjælken smal',
  wide: 'Gør sidebjælken bred',
};
