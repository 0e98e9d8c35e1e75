import type { panel as english } from '../en/panel.ts';
import type { Words } from '../words.ts';

/** The clock panel, beyond what the header says of the clock. */
export const panel: Words<typeof english> = {
  adjust: 'Zeit dieses Levels',
  by: (minutes) => (minutes > 0 ? `+${minutes} min` : `−${-minutes} min`),
  set: 'Restzeit setzen',
  setHint: 'Minuten oder Minuten:Sekunden',
  setDo: 'Setzen',
  setWrong: 'Als 12 oder 12:30 schreiben.',
  correct: 'Dieses Level berichtigen',
  correctLead:
    'Falsche Blinds oder Dauer? Die Bildschirme folgen sofort; der Grund bleibt im Buch.',
  small: 'Small Blind',
  big: 'Big Blind',
  ante: 'Ante',
  minutes: 'Minuten',
  reason: 'Warum',
  reasonNeeded: 'Grund angeben: Er wird gezeigt und bleibt stehen.',
  apply: 'Level berichtigen',
  levels: 'Alle Levels',
  now: 'jetzt',
  past: 'gespielt',
  at: (time) => `um ${time}`,
  minutesShort: (n) => `${n} min`,
  jump: (level) => `Zu ${level}`,
  next: 'Danach',
  nextBreak: 'Nächste Pause',
  played: 'Gespielt',
  end: 'Turnier beenden',
  endLead:
    'Einer ist übrig, oder es gibt einen Deal: Alle bekommen ihren Platz. Rückgängig möglich.',
  endNot: 'Geht, wenn ein Spieler übrig ist, oder nach einem Deal.',
};
