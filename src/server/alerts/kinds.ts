/** What somebody should look at, the gravest first. */
export const ALERTS = [
  /** The log takes no writes. */
  'log',
  /** The ballast was given up, or there is no room for it. */
  'diskFull',
  'diskLow',
  /** The disk's life is nearly used up, or its spare blocks are. */
  'diskWear',
  'temperature',
  /** Too little power comes in. */
  'power',
  'battery',
  'memory',
  /** Share of requests that failed inside. */
  'errors',
  /** Nobody keeps the wall clock right. */
  'clock',
  'clockOff',
  /** The wall clock was set while the leaf ran. */
  'clockJump',
  /** No word from the core for long. */
  'offline',
  'lag',
  'backlog',
  /** The venue's share of a day at the core is used up: what waits goes up later. */
  'dayUsed',
  /** The nats-server beside it was started again and again. */
  'children',
  'rolledBack',
  'backup',
  /** It ended without being told to. */
  'restart',
  /** It runs on another board, disk or system than before. */
  'machine',
] as const;
export type AlertKind = (typeof ALERTS)[number];

/** A warning can wait until the night is over; what is in danger cannot. */
export type AlertTone = 'warning' | 'danger';
