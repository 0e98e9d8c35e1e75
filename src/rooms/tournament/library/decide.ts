import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Level } from '../../../poker/blinds.ts';
import { checkStructure } from '../../../poker/blinds.ts';
import type { Command, ItemBody, RefusalCode } from './commands.ts';
import type { LibraryEvent } from './events.ts';
import type { State } from './state.ts';

type Code = RefusalCode | 'STRUCTURE_INVALID';
type Answer = readonly LibraryEvent[] | Refusal<Code>;
type Save = Extract<Command, { type: 'save' }>;

/** More than any house keeps; a slip in a script shall not fill the log. */
const MOST = 500;

/** A template that no tournament could be made of is of no use to anybody. */
const structureRefusal = ({ kind, body }: ItemBody): Refusal<Code> | null => {
  if (kind !== 'template') return null;
  const levels: readonly Level[] = body.levels;
  const findings = checkStructure(levels, body.config.chips).filter(
    ({ severity }) => severity === 'error',
  );
  return findings.length === 0 ? null : refuse('STRUCTURE_INVALID', { findings });
};

const save = (state: State, { id, isNew, item }: Save): Answer => {
  const before = state.items[id];
  if (isNew && before !== undefined) return refuse('ALREADY_EXISTS', { id });
  if (!isNew && before === undefined) return refuse('NOT_FOUND', { id });
  if (before !== undefined && before.kind !== item.kind) return refuse('OTHER_KIND', { id });
  if (isNew && Object.keys(state.items).length >= MOST)
    return refuse('LIBRARY_FULL', { most: MOST });
  const refusal = structureRefusal(item);
  if (refusal !== null) return refusal;
  const { kind, name, body } = before ?? {};
  if (
    JSON.stringify({ name, kind, body }) ===
    JSON.stringify({ name: item.name, kind: item.kind, body: item.body })
  )
    return [];
  return [{ type: 'library.saved', data: { id, item } }];
};

/** Keeps an item or forgets it; nothing happens where it is so already. */
export const decide = (state: State, command: Command): Answer => {
  switch (command.type) {
    case 'save':
      return save(state, command);
    case 'remove':
      return state.items[command.id] === undefined
        ? refuse('NOT_FOUND', { id: command.id })
        : [{ type: 'library.removed', data: { id: command.id } }];
    default:
      throw new Error(`no such command: ${(command satisfies never as Command).type}`);
  }
};
