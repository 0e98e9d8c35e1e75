export const displays = {
  title: 'Displays',
  empty: 'No screen has shown up',
  emptyLead: (address: string) => `Open ${address} on a TV or in a second window.`,
  status: { online: 'ONLINE', stale: 'STALE', offline: 'OFFLINE' },
  name: 'Name',
  shows: 'Shows',
  nothing: 'Nothing (unassigned)',
  theme: 'Theme',
  dark: 'Dark',
  light: 'Light',
  open: 'Open a screen here',
  remove: 'Remove',
} as const;
