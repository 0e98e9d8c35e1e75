import type { balance as english } from '../en/balance.ts';
import type { Words } from '../words.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const balance: Words<typeof english> = {
  title: 'Balancer',
  even: 'Bordene er i balance.',
  move: (name, to) => `${name} til ${to}`,
  bigBlindNext: (table, from, to) =>
    `${table}: big blind næste gang. ${from} mod ${count(to, 'spiller', 'spillere')}.`,
  breakTable: (table) => `Bryd ${table}`,
  breakReason: (players, open) =>
    `${count(players, 'spiller', 'spillere')}, ${count(open, 'ledig plads', 'ledige pladser')} ved de andre borde.`,
  ask: (table) => `${table}: hvor er button?`,
  askReason: 'Uden den kan ingen udpeges til flytning.',
  askAction: 'Sæt button',
};
