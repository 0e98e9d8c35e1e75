import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { Command, RefusalCode } from './commands.ts';
import type { PlayerEvent } from './events.ts';
import type { State } from './state.ts';

type Answer = readonly PlayerEvent[] | Refusal<RefusalCode>;

/** Why this is no player on its own now; null where it is. */
const missing = ({ status, merged }: State): Refusal<RefusalCode> | null => {
  if (status === 'active') return null;
  return merged === null ? refuse('NO_SUCH_PLAYER') : refuse('MERGED', { into: merged.into });
};

const fresh = ({ status }: State, event: PlayerEvent): Answer =>
  status === 'none' ? [event] : refuse('ALREADY_EXISTS');

const unmerge = ({ status, merged }: State, into: string): Answer => {
  if (merged?.into !== into) return refuse(status === 'active' ? 'NOT_MERGED' : 'NO_SUCH_PLAYER');
  return [{ type: 'player.merged.undone', data: { eventId: merged.eventId, into } }];
};

/**
 * Only players on their own are merged, and only into one on its own: so merges never make a ring,
 * and of a chain the last one is taken back first.
 */
export const decide = (state: State, command: Command): Answer => {
  switch (command.type) {
    case 'add': {
      const { fields, similar } = command;
      return fresh(state, { type: 'player.added', data: { fields, similar } });
    }
    case 'change': {
      const { fields, isNamed } = command;
      const refusal = missing(state) ?? (isNamed ? null : refuse('NAME_NEEDED'));
      if (refusal !== null) return refusal;
      return fields.length === 0 ? [] : [{ type: 'player.profileChanged', data: { fields } }];
    }
    case 'merge':
      return missing(state) ?? [{ type: 'player.merged', data: { into: command.into } }];
    case 'receiveMerge': {
      const { from, fields } = command;
      return missing(state) ?? [{ type: 'player.mergeReceived', data: { from, fields } }];
    }
    case 'undoMerge':
      return unmerge(state, command.into);
    case 'returnMerge': {
      const { from, fields } = command;
      const merge = state.received[from];
      if (merge === undefined) return missing(state) ?? refuse('NOT_MERGED');
      const data = { eventId: merge.eventId, from, fields };
      return missing(state) ?? [{ type: 'player.mergeReceived.undone', data }];
    }
    case 'erase': {
      // Whoever was merged into a player is the same person, and goes with them.
      const along = state.merged !== null && state.merged.into === command.along;
      return (along ? null : missing(state)) ?? [{ type: 'player.erased', data: {} }];
    }
    case 'recordImport': {
      const { type: _, ...data } = command;
      return fresh(state, { type: 'players.imported', data });
    }
  }
};
