import * as v from 'valibot';
import { id } from '../../../kernel/parse.ts';
import type { Shell } from '../../../server/shell.ts';
import { ApiError } from '../../../server/shell.ts';
import type { Command } from '../commands.ts';
import { DISPLAYS_STREAM, displaysState } from '../room.ts';
import type { State } from '../state.ts';

export const tags = ['Displays'];
export const byId = v.object({ id });

export const order = (command: Command) => ({ stream: DISPLAYS_STREAM, command });

export const look = <T>(shell: Shell, use: (state: State) => T): Promise<T> =>
  shell.handle.look(DISPLAYS_STREAM, (state) => use(displaysState(state)));

/** @throws ApiError NOT_FOUND: a screen cannot show a tournament that is not there. */
export const mustExist = async (
  shell: Shell,
  tournamentId: string | null | undefined,
): Promise<void> => {
  if (!tournamentId) return;
  const where = { id: tournamentId };
  if ((await shell.log.count('tournaments', where)) === 0)
    throw new ApiError('NOT_FOUND', 'There is no such tournament.', { tournamentId });
};

/**
 * Says something to every open window of a screen; answers how many there are.
 * @throws ApiError NOT_FOUND where it is not connected.
 */
export const tellNode = (shell: Shell, nodeId: string, message: object): number => {
  const told = shell.nodes.tell(nodeId, message);
  if (told === 0) throw new ApiError('NOT_FOUND', 'There is no such screen.');
  return told;
};
