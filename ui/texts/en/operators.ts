export const operators = {
  title: 'Operators',
  name: 'Name',
  role: 'Role',
  pin: 'PIN, 6 digits',
  add: 'Add an operator',
  roles: { admin: 'Admin', floor: 'Floor', viewer: 'Viewer' },
  added: (name: string) => `${name} can sign in`,
} as const;
