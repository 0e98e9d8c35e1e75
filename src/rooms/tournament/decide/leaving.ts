import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { chipsInPlay } from '../state.ts';
import { isOpen } from './entries.ts';
import { liveTarget, playable } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** Something happened to the entry beyond its buy-in: it can no longer simply be taken out. */
export const hasPlayed = (entry: Entry): boolean =>
  entry.rebuys + entry.addOns + entry.prizePaid > 0 || entry.knockouts.length > 0;

export const unregister = (state: State, command: CommandOf<'unregister'>): Answer => {
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  if (!isOpen(state, command.now.wallMs)) return refuse('REGISTRATION_CLOSED');
  if (hasPlayed(entry)) return refuse('NOT_ALLOWED', { entryId: entry.id });
  if (chipsInPlay(state) < entry.chipsBought) return refuse('NOT_ENOUGH_CHIPS');
  const fact = state.facts[entry.boughtIn];
  const method = fact?.type === 'player.boughtIn' ? fact.data.purchase.method : 'cash';
  const { id: entryId, seat, paid } = entry;
  const data = { entryId, reason: command.reason, seat, refund: paid, method };
  return [{ type: 'player.unregistered', data }];
};

/** WSOP R16: the stack leaves play, the buy-in leaves the pool and is held for the player. */
export const noShow = (state: State, command: CommandOf<'noShow'>): Answer => {
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  if (state.status !== 'running') return refuse('NOT_STARTED');
  if (state.config.noShow !== 'stackOut')
    return refuse('NOT_ALLOWED', { rule: state.config.noShow });
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  if (hasPlayed(entry)) return refuse('NOT_ALLOWED', { entryId: entry.id });
  if (chipsInPlay(state) < entry.chipsBought) return refuse('NOT_ENOUGH_CHIPS');
  const { id: entryId, seat, paid } = entry;
  return [
    {
      type: 'player.noShowed',
      data: { entryId, reason: command.reason, seat, refund: paid },
    },
  ];
};
