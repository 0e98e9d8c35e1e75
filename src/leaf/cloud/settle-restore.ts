import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import { DAY } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log, Row } from '../../log/port.ts';
import { tournament } from '../../rooms/tournament/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { settlePeople } from './settle-people.ts';

const PAGE = 200;
/** Prizes of a night that is over may still be handed out so long, each with its receipt. */
const PAID_WITHIN_MS = 7 * DAY;

/** The series of a leaf's receipts, by its epoch: the second one's is B, after Z comes AA. */
export const seriesOf = (epoch: number): string => {
  const letter = String.fromCharCode(65 + ((epoch - 1) % 26));
  return epoch > 26 ? `${seriesOf(Math.floor((epoch - 1) / 26))}${letter}` : letter;
};

async function* tournamentsIn(log: Pick<Log, 'select'>): AsyncGenerator<Row> {
  let page: readonly Row[];
  let after: readonly string[] | undefined;
  do {
    const where = { table: 'tournaments', limit: PAGE };
    page = await log.select(after === undefined ? where : { ...where, after });
    yield* page;
    after = [String(page.at(-1)?.['id'])];
  } while (page.length === PAGE);
}

/**
 * Says in the log what came back, before the doors open: up to when things are known, and that
 * receipts go on in a series of their own. A running clock waits for the floor. A second time it
 * changes nothing.
 */
export const settleRestore = async ({
  handle,
  log,
  now,
  series,
  head,
}: {
  readonly handle: Pick<Handle, 'execute' | 'look'>;
  readonly log: Pick<Log, 'select' | 'write' | 'after'>;
  readonly now: () => Now;
  /** Of receipts from now on. */
  readonly series: string;
  /** The last event that is known, and when it happened. */
  readonly head: { readonly seq: number; readonly at: number };
}): Promise<void> => {
  const give = (stream: string, command: object) =>
    handle.execute({ stream, command, by: 'system', device: null });
  await give(VENUE, { type: 'restore', knownSeq: head.seq, knownAt: head.at, series });
  await settlePeople({ handle, log });
  for await (const { id, endedAt } of tournamentsIn(log)) {
    if (endedAt !== null && now().wallMs - Number(endedAt) > PAID_WITHIN_MS) continue;
    const command = { type: 'restore', series, stoppedAtMs: head.at, now: now() };
    await give(streamOf(tournament.name, String(id)), command);
  }
};
