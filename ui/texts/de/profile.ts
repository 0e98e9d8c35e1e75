import type { profile as english } from '../en/profile.ts';
import type { Words } from '../words.ts';

/** The form of one player in the house's own list. */
export const profile: Words<typeof english> = {
  title: 'Profil',
  firstName: 'Vorname',
  lastName: 'Nachname',
  nickname: 'Spitzname',
  nicknameHint: 'Die Bildschirme im Raum zeigen ihn statt des Namens.',
  email: 'E-Mail',
  phone: 'Telefon',
  notes: 'Notizen',
  notesHint: 'Nur das Personal liest sie.',
  nameNeeded: 'Ein Vorname oder ein Spitzname ist nötig.',
  fullNameOutside: 'Voller Name außerhalb des Raums',
  outsideHint: 'Nur mit Einwilligung: Alle mit dem Link können ihn lesen.',
  outsideAs: 'Auf Handys jetzt:',
  saved: 'Profil gespeichert',
};
