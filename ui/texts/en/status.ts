export const status = {
  setup: 'SETUP',
  running: 'RUNNING',
  paused: 'PAUSED',
  break: 'BREAK',
  ended: 'COMPLETE',
  undecided: 'CHOOSE',
} as const;
