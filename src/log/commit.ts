import type { Envelope } from '../kernel/envelope.ts';
import type { RowWrite } from '../kernel/room.ts';
import type { CommandOf, Log, Written } from './port.ts';
import { LogUnwell } from './port.ts';

/** An event after its commit. `body` is what was stored, for whoever sends it on unchanged. */
export type Committed = {
  readonly seq: number;
  readonly body: string;
  readonly envelope: Envelope;
};

/** What one command leaves behind. */
export type Job = {
  readonly events: readonly Written[];
  readonly rows: readonly RowWrite[];
  readonly record: Omit<CommandOf, 'first' | 'count'> | null;
  /** Called with its events once they are durable, before anybody is told. */
  readonly done: (events: readonly Committed[]) => void;
  readonly failed: (error: LogUnwell) => void;
};

type Waiting = { readonly job: Job; readonly first: number };

type Gathered = {
  readonly events: Written[];
  readonly rows: RowWrite[];
  readonly commands: CommandOf[];
  readonly waiting: Waiting[];
};

const nothing = (): Gathered => ({ events: [], rows: [], commands: [], waiting: [] });

const gather = (into: Gathered, job: Job) => {
  const [first, count] = [into.events.length, job.events.length];
  for (const event of job.events) into.events.push(event);
  for (const row of job.rows) into.rows.push(row);
  if (job.record !== null && count > 0) into.commands.push({ ...job.record, first, count });
  into.waiting.push({ job, first });
};

const committedOf = ({ events }: Gathered, firstSeq: number): readonly Committed[] =>
  events.map(({ body }, i) => ({ seq: firstSeq + i, body, envelope: JSON.parse(body) }));

/**
 * Group commit: what was added within one turn of the event loop becomes durable in one transaction,
 * and so does what gathers while a commit is under way. One commit at a time.
 * Where one fails, everything behind it falls too, because it was decided on top of it.
 */
export const createCommits = ({
  log,
  published,
  dropped,
}: {
  readonly log: Pick<Log, 'append'>;
  /** After each commit, with all of its events in order. */
  readonly published: (events: readonly Committed[]) => void;
  /** After a failed commit, before its commands are told. */
  readonly dropped: () => void;
}) => {
  let gathered = nothing();
  let busy = false;
  const idle: (() => void)[] = [];

  const succeed = ({ waiting }: Gathered, events: readonly Committed[]) => {
    for (const { job, first } of waiting) job.done(events.slice(first, first + job.events.length));
    if (events.length > 0) published(events);
  };

  const fail = (batch: Gathered, cause: unknown) => {
    const fallen = [...batch.waiting, ...gathered.waiting];
    gathered = nothing();
    dropped();
    const error = new LogUnwell('the log could not take this', { cause });
    for (const { job } of fallen) job.failed(error);
  };

  const commit = async (batch: Gathered) => {
    // Answers that only waited for the commits before them.
    if (batch.events.length + batch.rows.length === 0) return [];
    try {
      const { firstSeq } = await log.append(batch);
      return committedOf(batch, firstSeq);
    } catch (error) {
      fail(batch, error);
      return null;
    }
  };

  /** While each turn of the event loop brings more, that joins the same commit; a lone one goes. */
  const gatherMore = async () => {
    for (let before = 1; before < gathered.waiting.length; ) {
      before = gathered.waiting.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const flush = async () => {
    await gatherMore();
    while (gathered.waiting.length > 0) {
      const batch = gathered;
      gathered = nothing();
      const events = await commit(batch);
      if (events !== null) succeed(batch, events);
    }
    busy = false;
    for (const tell of idle.splice(0)) tell();
  };

  return {
    add: (job: Job) => {
      gather(gathered, job);
      if (busy) return;
      busy = true;
      // After the sockets of this turn: what they bring joins the same commit.
      setImmediate(flush);
    },
    /** Settles when nothing is under way any more. */
    quiet: (): Promise<void> =>
      busy ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve(),
  };
};
