import type { Plan, Verdict } from '../../rooms/requests/commands.ts';
import type { About } from '../../rooms/requests/events.ts';
import type { Shell } from '../../server/shell.ts';

/** As much of the leaf as orders reach into. */
export type House = Pick<Shell, 'handle' | 'log' | 'now' | 'newId' | 'newSeed' | 'players'>;

/** What an order comes to here: commands and rows that hold together with the verdict. */
export type Step = Plan & { readonly about: About; readonly verdict: Verdict };

/** Under which changes of a profile are remembered that came from the core. */
export const BY_CORE = 'core';

export const NOBODY_NAMED: About = { playerId: null, tournamentId: null, registrationId: null };

/** Nothing is to be done; only the verdict is written down. */
export const only = (about: About, verdict: Verdict): Step => ({
  ...{ about, verdict, orders: [], rows: [] },
});

export const refused = (about: About, code: string): Step =>
  only(about, { verdict: 'refused', code });

/** They are told in the log: a later build may know some, and nobody has so many. */
const MOST_IGNORED = 50;
const MOST_NAME = 100;

/** Fields that this build knows, and the names of the others. */
export const sorted = <T>(
  fields: { readonly [field: string]: T },
  isKnown: (field: string) => boolean,
) => {
  const [known, ignored]: [{ [field: string]: T }, string[]] = [{}, []];
  for (const [field, value] of Object.entries(fields)) {
    if (isKnown(field)) known[field] = value;
    else if (ignored.length < MOST_IGNORED) ignored.push(field.slice(0, MOST_NAME));
  }
  return { known, ignored };
};
