import type { coreOrders as english } from '../en/core-orders.ts';
import type { Words } from '../words.ts';

export const coreOrders = {
  lead: 'Det, der blev ændret uden for stedet. Dets leaf tager det eller siger, hvorfor ikke.',
  list: 'Sendt ned til leafet',
  none: 'Intet er sendt ned',
  noneLead:
    'Profiler, indstillinger, billeder og tilmeldinger, som kommer udefra, står her med det, stedets leaf gjorde ved dem.',
  more: 'Vis ældre',
  somebody: '(ukendt eller slettet)',
  someTournament: 'en turnering',
  title: {
    registration: (who: string, tournament: string) => `${who} vil spille ${tournament}`,
    profile: (who: string) => `Profil: ${who}`,
    erase: 'Slet en person',
    settings: 'Stedets indstillinger',
    media: 'Et billede',
  },
  status: {
    sent: 'På vej',
    waiting: 'Venter',
    applied: 'Overtaget',
    accepted: 'Med',
    conflicted: 'Modstrid',
    settled: 'Afgjort',
    refused: 'Afvist',
    unknown: 'Ikke forstået',
  },
  underWay: 'Leafet har ikke svaret endnu.',
  away: 'Leafet høres ikke: det får dette, når det er tilbage.',
  floorDecides: 'Turneringen er i gang: en operatør dér lukker dem ind eller ej.',
  clash: (fields: string, ours: boolean) =>
    `Også ændret dér: ${fields}. ${ours ? 'Stedets eget gælder' : 'Det sendte gælder'}, til nogen dér afgør det.`,
  ours: 'Stedet beholdt sit eget.',
  theirs: 'Stedet tog det sendte.',
  tooOld: (version: string) =>
    version === ''
      ? 'Leafet er for gammelt til det: det sendes igen efter dets opdatering.'
      : `Leafet (${version}) er for gammelt til det: det sendes igen efter dets opdatering.`,
  ignored: (fields: string) => `Endnu ukendt dér: ${fields}`,
} as const satisfies Words<typeof english>;
