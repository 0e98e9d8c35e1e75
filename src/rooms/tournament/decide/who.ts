import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { RefusalCode } from '../commands.ts';
import type { Entry, State } from '../state.ts';
import { isLive, liveEntriesOf } from '../state.ts';

export type No = Refusal<RefusalCode>;

export type Who = { readonly playerId?: string | undefined; readonly entryId?: string | undefined };

/** Commands name the entry, or the player where only one entry of theirs can be meant. */
export const target = (state: State, { entryId, playerId }: Who): Entry | No => {
  if (entryId !== undefined) {
    const entry = state.entries[entryId];
    const own = playerId === undefined || entry?.playerId === playerId;
    return entry !== undefined && own ? entry : refuse('NO_SUCH_ENTRY', { entryId });
  }
  const all = playerId === undefined ? [] : (state.byPlayer[playerId] ?? []);
  const live = playerId === undefined ? [] : liveEntriesOf(state, playerId);
  const [first, second] = live;
  if (second !== undefined) return refuse('WHICH_ENTRY', { entryIds: live.map((e) => e.id) });
  const last = state.entries[all.at(-1) ?? ''];
  return first ?? last ?? refuse('NO_SUCH_ENTRY', playerId === undefined ? {} : { playerId });
};

/** An entry that is still in; otherwise says what took it out, so that the second tablet knows. */
export const liveTarget = (state: State, who: Who): Entry | No => {
  const entry = target(state, who);
  return 'refused' in entry || isLive(entry) ? entry : gone(state, entry);
};

export const gone = (state: State, entry: Entry): No => {
  const bust = entry.out === null ? undefined : state.facts[entry.out.eventId];
  return refuse('ALREADY_OUT', {
    entryId: entry.id,
    ...(bust === undefined ? {} : { eventId: bust.id, by: bust.by, at: bust.at }),
  });
};

export const playable = (state: State): No | null => {
  if (state.status === 'ended') return refuse('ENDED');
  return state.config.mode === 'counters' ? refuse('COUNTERS_ONLY') : null;
};
