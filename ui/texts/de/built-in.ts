import type { builtIn as english } from '../en/built-in.ts';
import type { Words } from '../words.ts';

/** Felt's own templates. */
export const builtIn: Words<typeof english> = {
  templates: {
    turbo: {
      name: 'Turbo',
      description:
        'Zehn-Minuten-Levels für einen Abend unter der Woche; eine Big-Blind-Ante ab Level 4 hält das Tempo hoch.',
    },
    standard: {
      name: 'Standard',
      description:
        'Ein Abend mit 100 Big Blinds und Levels von einer Viertelstunde; Ante ab Level 6.',
    },
    deepStack: {
      name: 'Deepstack',
      description:
        'Ein langer Nachmittag mit 250 Big Blinds und Levels von zwanzig Minuten; Ante ab Level 5.',
    },
    wsop: {
      name: 'WSOP-Stil',
      description:
        'Levels von vierzig Minuten mit Big-Blind-Ante von Anfang an, eine Pause nach jedem dritten Level und eine Essenspause. Ein sehr langer Tag oder zwei.',
    },
    horse: {
      name: 'HORSE',
      description:
        'Fünf Limit-Spiele zu je acht Minuten; die Limits steigen nach jeder vollen Runde durch alle Spiele. Ante und Bring-in nur in den Stud-Spielen.',
    },
    eightGame: {
      name: '8-Game-Mix',
      description:
        'Sechs Limit-Spiele, No-Limit Hold’em und Pot-Limit Omaha, je sechs Minuten; die Einsätze steigen nach jeder vollen Runde durch alle Spiele.',
    },
  },
  dinner: 'Essenspause',
};
