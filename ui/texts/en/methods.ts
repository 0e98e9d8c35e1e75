export const methods = {
  cash: 'Cash',
  card: 'Card',
  ticket: 'Ticket',
  online: 'Online',
  credit: 'Credit',
} as Readonly<Record<string, string>>;
