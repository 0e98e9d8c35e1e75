const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

export const balance = {
  title: 'Balance',
  even: 'Tables are even.',
  move: (name: string, to: string) => `${name} to ${to}`,
  bigBlindNext: (table: string, from: number, to: number) =>
    `${table}: big blind next. ${from} against ${to} players.`,
  breakTable: (table: string) => `Break ${table}`,
  breakReason: (players: number, open: number) =>
    `${counted(players, 'player')}, ${counted(open, 'free seat')} at the other tables.`,
  ask: (table: string) => `${table}: where is the button?`,
  askReason: 'Without it nobody can be named for a move.',
  askAction: 'Set button',
} as const;
