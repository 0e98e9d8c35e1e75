import type { AlertKind } from './kinds.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

/** What an alert says in one line, in English, for logs and other services; pages have their own. */
export const ALERT_WORDS: { readonly [K in AlertKind]: (value: number) => string } = {
  log: () => 'the log takes no writes',
  diskFull: () => 'the disk is full: the room that was held back is in use now',
  diskLow: () => 'the disk is nearly full',
  diskWear: (share) => `the disk has used up ${percent(share)} of its life`,
  temperature: (celsius) => `the board is at ${Math.round(celsius)} °C`,
  power: () => 'the power supply is too weak',
  battery: (charge) => `it runs on battery, ${200 - charge} % are left`,
  memory: (share) => `${percent(share)} of the memory is in use`,
  errors: (share) => `${percent(share)} of the requests failed`,
  clock: () => 'nobody keeps the clock right',
  clockOff: (ms) => `the clock is off by ${Math.round(ms)} ms`,
  clockJump: (ms) => `the clock was set by ${Math.round(ms / 1000)} s`,
  offline: (ms) => `nothing was heard for ${minutes(ms)}`,
  lag: (ms) => `the copy in the cloud is ${Math.round(ms / 1000)} s behind`,
  backlog: (events) => `${events} events wait for the cloud`,
  dayUsed: (events) =>
    `its share of a day in the cloud is used up: ${events} events wait, and go up by themselves`,
  children: (times) => `the nats-server was started again ${times} times in ten minutes`,
  rolledBack: () => 'an update did not prove itself: the release before runs again',
  backup: (share) => `the last good backup is ${share.toFixed(1)} times as old as it should be`,
  restart: (times) => `it ended without being told to${times > 1 ? `, ${times} times` : ''}`,
  machine: () => 'it runs on another board, disk or system than before',
};
