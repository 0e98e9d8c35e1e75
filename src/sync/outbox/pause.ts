import { HOUR } from '../../kernel/time.ts';
import type { Timers } from '../port.ts';

/** A core that wants a longer pause says so again; none holds a leaf for days by one word. */
const MOST_MS = HOUR;

/**
 * The pause that a core asks for where a venue's share of a day is used up.
 * @param rest nothing is sent while it is true.
 * @param over the time is over: what the core let go meanwhile is to be sent once more.
 */
export const createPause = ({
  timers,
  rest,
  over,
}: {
  readonly timers: Pick<Timers, 'after'>;
  readonly rest: (isResting: boolean) => void;
  readonly over: () => void;
}) => {
  let cancel: (() => void) | null = null;
  const end = (): void => {
    cancel?.();
    cancel = null;
    rest(false);
  };
  return {
    isOn: (): boolean => cancel !== null,
    /** From now on, for so many ms, whatever was said before. */
    begin: (ms: number): void => {
      cancel?.();
      rest(true);
      cancel = timers.after(Math.min(ms, MOST_MS), () => {
        end();
        over();
      });
    },
    /** The core takes something again. */
    end,
    stop: (): void => cancel?.(),
  };
};
