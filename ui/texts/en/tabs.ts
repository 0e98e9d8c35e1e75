export const tabs = {
  overview: 'Overview',
  players: 'Players',
  tables: 'Tables',
  money: 'Money',
  more: 'More',
} as const;
