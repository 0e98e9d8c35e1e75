import type { panel as english } from '../en/panel.ts';
import type { Words } from '../words.ts';

export const panel: Words<typeof english> = {
  adjust: 'Tid i dette level',
  by: (minutes) => (minutes > 0 ? `+${minutes} min.` : `−${-minutes} min.`),
  set: 'Sæt resterende tid',
  setHint: 'Minutter, eller minutter:sekunder',
  setDo: 'Sæt',
  setWrong: 'Skriv det som 12 eller 12:30.',
  correct: 'Ret dette level',
  correctLead:
    'Forkerte blinds eller forkert længde? Skærmene følger straks med; grunden bliver stående.',
  small: 'Small blind',
  big: 'Big blind',
  ante: 'Ante',
  minutes: 'Minutter',
  reason: 'Hvorfor',
  reasonNeeded: 'Skriv hvorfor: det bliver meddelt og gemt.',
  apply: 'Ret levelet',
  levels: 'Alle levels',
  now: 'nu',
  past: 'spillet',
  at: (time) => `kl. ${time}`,
  minutesShort: (n) => `${n} min.`,
  jump: (level) => `Gå til ${level}`,
  next: 'Næste',
  nextBreak: 'Næste pause',
  played: 'Spillet',
  end: 'Afslut turneringen',
  endLead: 'Én er tilbage, eller der er lavet en deal: alle får en placering. Det kan fortrydes.',
  endNot: 'Kan afsluttes, når én spiller er tilbage, eller efter en deal.',
};
