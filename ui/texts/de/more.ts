import type { more as english } from '../en/more.ts';
import type { Words } from '../words.ts';

export const more: Words<typeof english> = {
  rankings: 'Rangliste',
  structure: 'Struktur',
  settings: 'Turniereinstellungen',
  displays: 'Bildschirme',
  import: 'Spieler importieren',
  templates: 'Vorlagen',
  venue: 'Spielstätte',
  keys: 'Tasten',
  theme: 'Hell oder dunkel',
  language: 'Sprache',
  switch: 'Benutzer wechseln',
  signOut: 'Abmelden',
  all: 'Alle Turniere',
  signedInAs: (name, role) => `${name} · ${role}`,
  groups: {
    tournament: 'Dieses Turnier',
    room: 'Der Saal',
    you: 'Benutzer und Gerät',
  },
  leads: {
    rankings: 'Plätze, Preise und Hits',
    structure: 'Levels, die noch kommen',
    settings: 'Name, Anmeldung, Rebuys',
    displays: 'Bildschirme, Abfolgen, Durchsagen',
    phone: 'Code, Adresse und WLAN für den Saal',
    templates: 'Dieses sichern, aus anderen beginnen',
    import: 'Aus einer CSV-Datei',
    venue: 'Aussehen, Benutzer, Chips, Auszahlungen',
    keys: 'Was die Tastatur kann',
    theme: 'Für dunkle Säle und helle Tische',
    language: 'Auf diesem Gerät',
    switch: 'Gemeinsames Tablet übergeben',
    all: 'Heute, früher, neu',
  },
};
