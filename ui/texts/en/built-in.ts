import type { TemplateId } from '../../../src/poker/templates.ts';

/** Felt's own templates; the same in English as what an integrator reads. */
export const builtIn = {
  templates: {
    turbo: {
      name: 'Turbo',
      description:
        'Ten-minute levels for a weeknight; a big-blind ante from level 4 keeps it moving.',
    },
    standard: {
      name: 'Standard',
      description: 'An evening with 100 big blinds and fifteen-minute levels; ante from level 6.',
    },
    deepStack: {
      name: 'Deep stack',
      description:
        'A long afternoon with 250 big blinds and twenty-minute levels; ante from level 5.',
    },
    wsop: {
      name: 'WSOP-style',
      description:
        'Forty-minute levels with a big-blind ante throughout, a break after every third level and a dinner break. One very long day, or two.',
    },
    horse: {
      name: 'HORSE',
      description:
        'Five limit games of eight minutes each; the limits rise after every full rotation. Antes and bring-in in the stud games only.',
    },
    eightGame: {
      name: '8-Game mix',
      description:
        'Six limit games, no-limit Hold’em and pot-limit Omaha, six minutes each; the stakes rise after every full rotation.',
    },
  } satisfies { readonly [Id in TemplateId]: object },
  dinner: 'Dinner break',
} as const;
