import { DISPLAYS_STREAM, displaysState, dueNow } from '../../rooms/displays/room.ts';
import type { Shell } from '../shell.ts';

/**
 * Ends overrides and announcements whose time is over, each by a command with its cause; what ran out
 * while the leaf was down, at the first look.
 */
export const createTimers = ({ handle, now }: Pick<Shell, 'handle' | 'now'>) => {
  let looking = false;

  const give = async (): Promise<void> => {
    const due = await handle.look(DISPLAYS_STREAM, (state) => dueNow(displaysState(state), now()));
    for (const { command, cause } of due)
      await handle.execute({ stream: DISPLAYS_STREAM, command, by: 'system', device: null, cause });
  };

  return async (): Promise<void> => {
    if (looking) return;
    looking = true;
    await give().finally(() => {
      looking = false;
    });
  };
};
