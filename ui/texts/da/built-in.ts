import type { builtIn as english } from '../en/built-in.ts';
import type { Words } from '../words.ts';

/** Felt's own templates. */
export const builtIn: Words<typeof english> = {
  templates: {
    turbo: {
      name: 'Turbo',
      description:
        'Levels på ti minutter til en hverdagsaften; en big blind-ante fra level 4 holder tempoet oppe.',
    },
    standard: {
      name: 'Standard',
      description: 'En aften med 100 big blinds og levels på et kvarter; ante fra level 6.',
    },
    deepStack: {
      name: 'Deepstack',
      description:
        'En lang eftermiddag med 250 big blinds og levels på tyve minutter; ante fra level 5.',
    },
    wsop: {
      name: 'WSOP-stil',
      description:
        'Levels på fyrre minutter med big blind-ante hele vejen, pause efter hvert tredje level og en spisepause. Én meget lang dag eller to.',
    },
    horse: {
      name: 'HORSE',
      description:
        'Fem limit-spil på otte minutter hver; limits stiger, når alle spil har været igennem. Ante og bring-in kun i stud-spillene.',
    },
    eightGame: {
      name: '8-Game mix',
      description:
        'Seks limit-spil, no-limit Hold’em og pot-limit Omaha, seks minutter hver; indsatserne stiger, når alle spil har været igennem.',
    },
  },
  dinner: 'Spisepause',
};
