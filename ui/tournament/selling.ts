import type { Now } from '../../src/kernel/time.ts';
import type { Sales } from '../../src/rooms/tournament/commands.ts';
import type { Entry, State } from '../../src/rooms/tournament/state.ts';
import { isLive, liveEntriesOf, roundNow } from '../../src/rooms/tournament/state.ts';

export type Kind = 'rebuy' | 'addOn';

export const salesOf = ({ config }: State, kind: Kind): Sales =>
  kind === 'rebuy' ? config.rebuys : config.addOns;

/** Are they sold now, by the tournament's window? The leaf decides; this is what is offered. */
export const isOpen = (state: State, kind: Kind, now: Pick<Now, 'wallMs'>): boolean => {
  const sales = salesOf(state, kind);
  const round = roundNow(state);
  const sold = kind === 'rebuy' ? state.totals.rebuys : state.totals.addOns;
  return (
    sales.allowed &&
    sales.profiles.some(({ enabled }) => enabled) &&
    (sales.firstLevel === null || round >= sales.firstLevel) &&
    (sales.lastLevel === null || round <= sales.lastLevel) &&
    (sales.until === null || now.wallMs < sales.until) &&
    (sales.maxTotal === null || sold < sales.maxTotal) &&
    (sales.minPlayers === null || state.totals.live >= sales.minPlayers)
  );
};

/** May this entry have another one, as far as what it had already goes? */
export const mayBuy = (state: State, kind: Kind, entry: Entry): boolean => {
  const { maxPerPlayer, chipThreshold } = salesOf(state, kind);
  const had = kind === 'rebuy' ? entry.rebuys : entry.addOns;
  const stack = isLive(entry) ? (entry.chips ?? 0) : 0;
  const plays = !isLive(entry) && liveEntriesOf(state, entry.playerId).length > 0;
  return (
    (maxPerPlayer === null || had < maxPerPlayer) &&
    (chipThreshold === null || stack <= chipThreshold) &&
    (!plays || state.config.reEntry.concurrent)
  );
};
