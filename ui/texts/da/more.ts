import type { more as english } from '../en/more.ts';
import type { Words } from '../words.ts';

export const more: Words<typeof english> = {
  rankings: 'Stilling',
  structure: 'Struktur',
  settings: 'Turneringens indstillinger',
  displays: 'Skærme',
  import: 'Importer spillere',
  templates: 'Skabeloner',
  venue: 'Stedets indstillinger',
  keys: 'Genvejstaster',
  theme: 'Lyst eller mørkt',
  language: 'Sprog',
  switch: 'Skift bruger',
  signOut: 'Log ud',
  all: 'Alle turneringer',
  signedInAs: (name, role) => `${name} · ${role}`,
  groups: {
    tournament: 'Denne turnering',
    room: 'Lokalet',
    you: 'Dig og denne enhed',
  },
  leads: {
    rankings: 'Placeringer, præmier og knockouts',
    structure: 'De kommende levels',
    settings: 'Navn, entries, rebuys',
    displays: 'Skærme, rotation, meddelelser',
    phone: 'Kode, adresse og Wi-Fi til lokalet',
    templates: 'Gem denne, begynd fra en anden',
    import: 'Fra en CSV-fil',
    venue: 'Udseende, brugere, chips, præmier',
    keys: 'Hvad tastaturet gør',
    theme: 'Til mørke og lyse lokaler',
    language: 'For denne enhed',
    switch: 'Giv en fælles tablet videre',
    all: 'I aften, tidligere, ny',
  },
};
