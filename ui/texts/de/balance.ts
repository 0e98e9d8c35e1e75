import type { balance as english } from '../en/balance.ts';
import type { Words } from '../words.ts';

export const balance: Words<typeof english> = {
  title: 'Ausgleichen',
  even: 'Die Tische sind ausgeglichen.',
  move: (name, to) => `${name} nach ${to}`,
  bigBlindNext: (table, from, to) => `${table}: nächster Big Blind. ${from} gegen ${to} Spieler.`,
  breakTable: (table) => `${table} auflösen`,
  breakReason: (players, open) =>
    `${players} Spieler, ${open} ${open === 1 ? 'freier Sitz' : 'freie Sitze'} an anderen Tischen.`,
  ask: (table) => `${table}: Wo ist der Button?`,
  askReason: 'Ohne ihn lässt sich niemand zum Umsetzen bestimmen.',
  askAction: 'Button setzen',
};
