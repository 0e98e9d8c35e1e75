import type { Timers } from '../../sync/port.ts';

/** Of the driver, of the network, and of a PostgreSQL that ends, recovers or does not take anybody. */
const AWAY = /^(?:CONNECTION_|CONNECT_TIMEOUT$|ECONN|EPIPE$|ENOENT$|57P0[123]$|3D000$|08)/u;

/** Whether an error says that the database is not there, and nothing of what was asked of it. */
export const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  return ('code' in error && AWAY.test(String(error.code))) || isAway(error.cause);
};

const LOOK_EVERY_MS = 1_000;

/**
 * A database that is away is told of in one line when it goes, and in one when it is back: everything
 * that is tried meanwhile fails with the same words.
 * @param isThere asks it something; rejects while it is away.
 */
export const createAway = ({
  isThere,
  after,
  say,
}: {
  readonly isThere: () => Promise<unknown>;
  readonly after: Timers['after'];
  readonly say: (line: string) => void;
}) => {
  let looking: (() => void) | null = null;
  let stopped = false;

  const look = (): void => {
    looking = after(LOOK_EVERY_MS, () => {
      isThere().then(
        () => {
          looking = null;
          say('the database is back');
        },
        () => {
          if (!stopped) look();
        },
      );
    });
  };

  return {
    /** Answers whether that is all that there is to say about it. */
    heard: (error: unknown): boolean => {
      if (!isAway(error)) return false;
      if (looking === null && !stopped) {
        say(`the database is away: ${error instanceof Error ? error.message : String(error)}`);
        look();
      }
      return true;
    },
    stop: (): void => {
      stopped = true;
      looking?.();
    },
  };
};
