import { streamOf } from '../../kernel/envelope.ts';
import { MINUTE } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';

/** More run at once in no house. */
const MOST = 200;
/** Nobody plays, and nobody works, for so long. */
const QUIET_MS = 15 * MINUTE;
/** The hours that people mean by tonight, by the venue's own clock. */
const NIGHT = { from: 2, to: 11 };

/** Names of the tournaments whose clock runs: none of them is disturbed without an operator's yes. */
export const runningClocks = async ({
  handle,
  log,
}: {
  readonly handle: Pick<Handle, 'look'>;
  readonly log: Pick<Log, 'select'>;
}): Promise<readonly string[]> => {
  const where = { status: 'running' };
  const rows = await log.select({ table: 'tournaments', where, limit: MOST });
  const names = await Promise.all(
    rows.map(({ id }) =>
      handle.look(streamOf(tournament.name, String(id)), (found) => {
        const { clock, config } = tournamentState(found);
        return clock.anchor.running ? config.name : null;
      }),
    ),
  );
  return names.filter((name) => name !== null);
};

export const hourIn = (timeZone: string, wallMs: number): number =>
  Number(
    new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(wallMs),
  );

/**
 * Whether now is what was meant by "tonight, when nothing runs".
 * @param stillMs how long no clock has run and nobody has given a command.
 */
export const isQuietNight = ({
  stillMs,
  hour,
}: {
  readonly stillMs: number;
  readonly hour: number;
}): boolean => stillMs >= QUIET_MS && hour >= NIGHT.from && hour < NIGHT.to;
