import type { Now } from '../../kernel/time.ts';
import type { State } from './state.ts';
import { payoutsView } from './views/money.ts';
import type { Names } from './views/players.ts';
import { rankingsView } from './views/players.ts';
import { schedule, screenView } from './views/screen.ts';

export * from './views/actions.ts';
export * from './views/due.ts';
export * from './views/money.ts';
export * from './views/players.ts';
export * from './views/screen.ts';
export * from './views/standings.ts';
export * from './views/tables.ts';

/** Everything a player's phone shows, in one answer; live messages carry the screen's part of it. */
export const publicView = (
  state: State,
  now: Now,
  { names, venue }: { readonly names: Names; readonly venue: string },
) => ({
  venue,
  ...screenView(state, now),
  version: state.version,
  payouts: payoutsView(state).places,
  schedule: schedule(state, now),
  rankings: rankingsView(state, names),
});
export type PublicView = ReturnType<typeof publicView>;
