export const errors = {
  title: 'That did not work',
  unknown: 'Something went wrong. Try again.',
  unreachable: 'The leaf does not answer. Nothing was changed; try again in a moment.',
  issue: (path: string, message: string) => (path ? `${path}: ${message}` : message),
  notAmount: 'This is not an amount.',
  notCount: 'This is not a whole number.',
  gone: 'This tournament does not exist (any more).',
} as const;
