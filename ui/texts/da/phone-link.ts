import type { phoneLink as english } from '../en/phone-link.ts';
import type { Words } from '../words.ts';

export const phoneLink: Words<typeof english> = {
  title: 'Spillernes telefoner',
  lead: 'Ur, pladser og præmier på hver telefon: ret kameraet mod koden.',
  code: 'QR-kode til spillernes side',
  wifi: (name) => `Wi-Fi ${name}`,
  wifiLead: 'Gå først på gæsternes Wi-Fi, og åbn så siden.',
  wifiCode: 'QR-kode til Wi-Fi',
  wifiPassword: 'Adgangskode',
  copy: 'Kopiér adressen',
  copied: 'Kopieret',
  copyByHand: 'Kopiér den selv: adressen er markeret.',
  open: 'Åbn siden',
};
