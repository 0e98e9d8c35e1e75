export const tabs = {
  overview: 'Overview',
  players: 'Players',
  tables: 'Tables',
  money: 'Money',
  more: 'More',
  desk: 'Desk',
  /** The header's switcher between the tournaments of tonight. */
  tournaments: 'Tournaments',
  narrow: 'Make the sidebar narrow',
  wide: 'Make the sidebar wide',
} as const;
