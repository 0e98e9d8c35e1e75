import type { phoneLink as english } from '../en/phone-link.ts';
import type { Words } from '../words.ts';

export const phoneLink: Words<typeof english> = {
  title: 'Handys der Spieler',
  lead: 'Uhr, Sitze und Preise auf jedem Handy: Kamera auf den Code richten.',
  code: 'QR-Code der Spielerseite',
  wifi: (name) => `WLAN ${name}`,
  wifiLead: 'Erst ins Gäste-WLAN, dann die Seite öffnen.',
  wifiCode: 'QR-Code, der ins WLAN bringt',
  wifiPassword: 'Passwort',
  copy: 'Adresse kopieren',
  copied: 'Kopiert',
  copyByHand: 'Von Hand kopieren: Die Adresse ist markiert.',
  open: 'Seite öffnen',
};
