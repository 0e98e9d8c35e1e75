import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { Command, RefusalCode } from './commands.ts';
import type { DisplayEvent } from './events.ts';
import type { State } from './state.ts';
import { displayOf, isKnown } from './state.ts';

type Answer = readonly DisplayEvent[] | Refusal<RefusalCode>;
type Set = Extract<Command, { type: 'set' }>;

/** More screens than any room has; a slip in a script shall not fill the log. */
const MOST = 500;

const set = (state: State, command: Set): Answer => {
  const { nodeId } = command;
  if (!isKnown(state, nodeId) && Object.keys(state.displays).length >= MOST)
    return refuse('TOO_MANY_DISPLAYS', { most: MOST });
  const before = displayOf(state, nodeId);
  const { name = before.name, group = before.group } = command;
  const { tournamentId = before.tournamentId, view = before.view, theme = before.theme } = command;
  const named = name !== before.name || group !== before.group;
  const assigned =
    tournamentId !== before.tournamentId || view !== before.view || theme !== before.theme;
  return [
    ...(named ? [{ type: 'display.named', data: { nodeId, name, group } } as const] : []),
    ...(assigned
      ? [{ type: 'display.assigned', data: { nodeId, tournamentId, view, theme } } as const]
      : []),
  ];
};

/** What a screen is called and shows; nothing happens where it is so already. */
export const decide = (state: State, command: Command): Answer => {
  switch (command.type) {
    case 'set':
      return set(state, command);
    case 'remove':
      return isKnown(state, command.nodeId)
        ? [{ type: 'display.removed', data: { nodeId: command.nodeId } }]
        : refuse('NOT_FOUND', { nodeId: command.nodeId });
    default:
      throw new Error(`no such command: ${(command satisfies never as Command).type}`);
  }
};
