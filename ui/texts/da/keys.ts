import type { keys as english } from '../en/keys.ts';
import type { Words } from '../words.ts';

export const keys: Words<typeof english> = {
  title: 'Genvejstaster',
  groups: [
    {
      title: 'Aftenen',
      list: [
        ['B', 'Bust'],
        ['I', 'Buy-in'],
        ['R', 'Rebuy'],
        ['A', 'Add-on'],
        ['D', 'Kasse: køb en kø af spillere ind'],
        ['Z', 'Fortryd den sidste handling'],
        ['Y', 'Gentag den'],
      ],
    },
    {
      title: 'Ur',
      list: [
        ['Mellemrum', 'Start, stop eller fortsæt'],
        ['N', 'Næste level'],
        ['P', 'Forrige level'],
        ['+  −', 'Et minut mere eller mindre'],
        ['H', 'Betænkningstid'],
        ['C', 'Urpanel'],
      ],
    },
    {
      title: 'Borde og penge',
      list: [
        ['E', 'Balancer bordene'],
        ['O', 'Åbn borde'],
        ['K', 'Tæl stacks'],
        ['M', 'På en plads: løft spilleren, piletaster og Enter sætter ned'],
        ['W', 'Præmier'],
        ['X', 'Luk for tilmelding, eller åbn igen'],
        ['U', 'Træk pladser til dem uden'],
      ],
    },
    {
      title: 'Find rundt',
      list: [
        ['1 … 5', 'Overblik, Spillere, Borde, Penge, Mere'],
        ['.  ,', 'Næste turnering, den forrige'],
        ['T', 'Alle turneringer'],
        ['/', 'Søg'],
        ['↑ ↓', 'I en liste: næste linje, den forrige'],
        ['S', 'Indstillinger'],
        ['V', 'Skærme'],
        ['Q', 'Spillernes side: kode og Wi-Fi'],
        ['L', 'Lås, så en anden kan tage over'],
        ['Esc', 'Luk'],
        ['?', 'Denne liste'],
      ],
    },
  ],
};
