import type { keys as english } from '../en/keys.ts';
import type { Words } from '../words.ts';

export const keys: Words<typeof english> = {
  title: 'Tasten',
  /** By what they are about; the same keys as in `ui/tournament/keys.ts`. */
  groups: [
    {
      title: 'Der Abend',
      list: [
        ['B', 'Bust'],
        ['I', 'Buy-in'],
        ['R', 'Rebuy'],
        ['A', 'Add-on'],
        ['D', 'Kasse: Buy-ins für eine Schlange'],
        ['Z', 'Letzte Aktion rückgängig machen'],
        ['Y', 'Wiederherstellen'],
      ],
    },
    {
      title: 'Uhr',
      list: [
        ['Leertaste', 'Starten, anhalten, fortsetzen'],
        ['N', 'Nächstes Level'],
        ['P', 'Voriges Level'],
        ['+  −', 'Eine Minute mehr oder weniger'],
        ['H', 'Hand-Timer'],
        ['C', 'Uhr bedienen'],
      ],
    },
    {
      title: 'Tische und Geld',
      list: [
        ['E', 'Tische ausgleichen'],
        ['O', 'Tische öffnen'],
        ['K', 'Stacks zählen'],
        ['M', 'Auf einem Sitz: Spieler aufnehmen, Pfeile und Enter setzen ab'],
        ['W', 'Auszahlungen'],
        ['X', 'Anmeldung schließen oder wieder öffnen'],
        ['U', 'Plätze für alle ohne Platz auslosen'],
      ],
    },
    {
      title: 'Wege',
      list: [
        ['1 … 5', 'Übersicht, Spieler, Tische, Geld, Mehr'],
        ['.  ,', 'Nächstes Turnier, voriges'],
        ['T', 'Alle Turniere'],
        ['/', 'Suchen'],
        ['↑ ↓', 'In einer Liste: nächste Zeile, vorige'],
        ['S', 'Einstellungen'],
        ['V', 'Bildschirme'],
        ['Q', 'Seite der Spieler: Code und WLAN'],
        ['L', 'Sperren, damit jemand anderes weitermacht'],
        ['Esc', 'Schließen'],
        ['?', 'Diese Liste'],
      ],
    },
  ],
};
