export const list = {
  title: 'Tournaments',
  create: 'New tournament',
  import: 'Import players',
  empty: 'No tournament yet',
  emptyLead: 'Pick a template and you are ready in a minute.',
  players: (left: number, entries: number) => `${left} of ${entries} players`,
  today: 'Now and next',
  past: 'Played',
  starts: (when: string) => `Starts ${when}`,
} as const;
