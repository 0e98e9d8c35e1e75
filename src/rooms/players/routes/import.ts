import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Env } from '../../../server/shell.ts';
import {
  ApiError,
  asks,
  describes,
  isRepeated,
  needs,
  outcome,
  performAll,
  takesFile,
} from '../../../server/shell.ts';
import type { Columns, PlayerFile, PlayerReader } from '../commands.ts';
import { COLUMNS, DUPLICATES } from '../commands.ts';
import type { Addition, ImportPlan } from '../decide/import.ts';
import { importPlan, updated } from '../decide/import.ts';
import type { PlayerEvent } from '../events.ts';
import {
  addedRows,
  changedFields,
  changedRows,
  NOBODY,
  profileOfRow,
} from '../projections/profiles.ts';
import { survivorOf } from '../room.ts';
import { boardName } from '../views.ts';
import type { Desk, Plan } from './known.ts';
import { knownPlayer, order, streamFor } from './known.ts';

/** Above what the reader takes, so that it can say what is too large. */
const MOST_BYTES = 25 * 1024 * 1024;
/** Players in one transaction: 60 ms, so that clocks and sockets get their turn in between. */
const CHUNK = 500;
const TOLD = 100;

const yesOrNo = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
);

const meaning = `(?:${COLUMNS.join('|')}|)`;
const isMeaning = (text: string): text is (typeof COLUMNS)[number] =>
  COLUMNS.some((one) => one === text);

/** One text, as a query has it: `firstName,lastName,,email`. */
const mapping = v.pipe(
  v.string(),
  v.maxLength(4_000),
  v.regex(new RegExp(`^${meaning}(?:,${meaning})*$`, 'u'), 'must be meanings of columns by commas'),
  v.transform((text): Columns => text.split(',').map((one) => (isMeaning(one) ? one : null))),
);

const importQuery = v.object({
  dryRun: v.optional(yesOrNo, 'false'),
  mapping: v.optional(mapping),
  headings: v.optional(yesOrNo),
  duplicates: v.optional(v.picklist(DUPLICATES), 'skip'),
});
type Query = v.InferOutput<typeof importQuery>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readFile = async (reader: PlayerReader, bytes: Uint8Array, query: Query) => {
  const { mapping: columns, headings } = query;
  const file = await reader.read(bytes, {
    ...(columns === undefined ? {} : { mapping: columns }),
    ...(headings === undefined ? {} : { headings }),
  });
  if (file.ok) return file;
  const { code, message, line } = file;
  const tooLarge = code === 'TOO_LARGE' || code === 'TOO_MANY_ROWS';
  throw new ApiError(tooLarge ? 'TOO_LARGE' : 'INVALID', message, { reason: code, line });
};

const PAGE = 500;

/** Tells a plan of everybody; who was merged counts as who they are now. */
const tellKnown = async (log: Desk['log'], plan: ReturnType<typeof importPlan>) => {
  let rows = await log.select({ table: 'profiles', limit: PAGE });
  while (rows.length > 0) {
    for (const row of rows) {
      const profile = profileOfRow(row);
      plan.know(await survivorOf(log, profile.id), profile);
    }
    await turn();
    const after = [rows.at(-1)?.['id'] ?? null];
    rows = await log.select({ table: 'profiles', limit: PAGE, after });
  }
};

const planned = async (
  log: Desk['log'],
  reader: PlayerReader,
  file: PlayerFile,
  { duplicates }: Query,
): Promise<ImportPlan> => {
  const plan = importPlan(duplicates, reader.likeness());
  await tellKnown(log, plan);
  for (let from = 0; from < file.rows.length; from += CHUNK) {
    for (const row of file.rows.slice(from, from + CHUNK)) plan.take(row);
    await turn();
  }
  return plan.result();
};

/** What the file holds and what importing it would do; nothing is changed. */
const preview = async (shell: Desk, file: PlayerFile, plan: ImportPlan) => {
  const shown = plan.found.slice(0, TOLD).map(async ({ playerId, ...found }) => {
    const known = playerId === null ? null : await knownPlayer(shell, playerId);
    return { ...found, playerId, name: known === null ? null : boardName(known.profile) };
  });
  return {
    encoding: file.encoding,
    delimiter: file.delimiter,
    headings: file.headings,
    columns: file.columns,
    mapping: file.mapping,
    meanings: COLUMNS,
    rows: file.rows.length,
    toAdd: plan.additions.length,
    toUpdate: plan.updates.size,
    toSkip: plan.skipped,
    preview: file.rows.slice(0, 20),
    rejected: plan.rejected.slice(0, TOLD),
    problems: file.rows
      .filter(({ problems }) => problems.length > 0)
      .slice(0, TOLD)
      .map(({ line, problems }) => ({ line, problems })),
    duplicates: await Promise.all(shown),
  };
};

type Who = { readonly by: string; readonly atMs: number };
type Item = Addition | { readonly playerId: string; readonly rows: readonly PlayerRow[] };
type PlayerRow = PlayerFile['rows'][number]['player'];

const addition = (shell: Desk, { profile }: Addition, { atMs }: Who): Plan => {
  const id = shell.newId();
  const fields = changedFields(NOBODY, profile);
  return {
    orders: [{ stream: streamFor(id), command: { type: 'add', fields, similar: [] } }],
    rows: addedRows(profile, id, atMs),
  };
};

/** Nothing for somebody who is gone meanwhile, or of whom the file says nothing new. */
const update = async (
  shell: Desk,
  { playerId, rows }: Extract<Item, { playerId: string }>,
  who: Who,
): Promise<Plan> => {
  const known = await knownPlayer(shell, playerId);
  const { stored, version } = known;
  const after = rows.reduce(updated, known.profile);
  const fields = changedFields(known.profile, after);
  if (stored === null || known.merged !== null || fields.length === 0) {
    return { orders: [], rows: [] };
  }
  return {
    orders: [order(known, { type: 'change', fields, isNamed: true })],
    rows: changedRows({ before: stored, after, version: version + 1, ...who }),
  };
};

/** Carries a part of the import out, all of it or nothing; answers how many players it touched. */
const write = async (c: Context<Env>, shell: Desk, items: readonly Item[], who: Who) => {
  for (;;) {
    const plans = await Promise.all(
      items.map((one) => ('profile' in one ? addition(shell, one, who) : update(shell, one, who))),
    );
    const orders = plans.flatMap((plan) => plan.orders);
    if (orders.length === 0) return 0;
    const answer = await shell.handle.executeAll({
      orders,
      rows: plans.flatMap((plan) => plan.rows),
      by: who.by,
      device: c.get('operator').session,
    });
    if (answer.ok) return orders.length;
    // Somebody was changed between looking and deciding: look again.
    if (answer.refusal.refused === 'VERSION_MISMATCH') continue;
    throw new ApiError(answer.refusal.refused, 'A player changed during the import: repeat it.');
  }
};

const inChunks = async (
  items: readonly Item[],
  work: (chunk: readonly Item[]) => Promise<number>,
): Promise<number> => {
  let done = 0;
  for (let from = 0; from < items.length; from += CHUNK) {
    done += await work(items.slice(from, from + CHUNK));
    await turn();
  }
  return done;
};

type Counts = Extract<PlayerEvent, { type: 'players.imported' }>['data'];

const carriedOut = async (
  c: Context<Env>,
  shell: Desk,
  file: PlayerFile,
  plan: ImportPlan,
): Promise<Counts> => {
  const who = { by: c.get('operator').id, atMs: shell.now().wallMs };
  const work = (chunk: readonly Item[]) => write(c, shell, chunk, who);
  const changes = [...plan.updates].map(([playerId, rows]) => ({ playerId, rows }));
  const added = await inChunks(plan.additions, work);
  const changed = await inChunks(changes, work);
  const rows = file.rows.length;
  const rejected = plan.rejected.length;
  return { rows, added, updated: changed, skipped: rows - added - changed - rejected, rejected };
};

/** The record of an import, under the request's key: its repetition answers the same counts. */
const record = async (c: Context<Env>, shell: Desk, counts: Counts) => {
  const stream = streamFor(shell.newId());
  const command = { type: 'recordImport', ...counts };
  const answer = await performAll(c, shell, [{ stream, command }]);
  const data = answer.events[0]?.envelope.data as Counts;
  return { ...data, ...outcome({ ...answer, version: 1 }) };
};

const nothingDone = (counts: Counts) => ({ ...counts, version: 0, events: [] });

const NONE: Counts = { rows: 0, added: 0, updated: 0, skipped: 0, rejected: 0 };

export const importRoutes = (shell: Desk, reader: PlayerReader) => {
  let busy = false;

  const imported = async (c: Context<Env>, query: Query) => {
    const file = await readFile(reader, c.get('file'), query);
    const plan = await planned(shell.log, reader, file, query);
    if (query.dryRun) return await preview(shell, file, plan);
    const counts = await carriedOut(c, shell, file, plan);
    const isNew = counts.added + counts.updated > 0;
    return isNew ? await record(c, shell, counts) : nothingDone(counts);
  };

  /** Two at once could each bring the same person. */
  const oneAtATime = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new ApiError('IMPORT_RUNNING', 'Another import is going on: wait for its end.');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };

  return new Hono<Env>().post(
    '/players/import',
    describes({
      summary: 'Import players from a CSV file, sent as it is',
      description:
        'The body is the file (text/csv). First with `dryRun=true`: columns, guessed mapping, ' +
        'problems and duplicates by line. Then with the mapping (the meaning of each column, by ' +
        'commas, empty leaves it out) and what to do with duplicates. All is checked before the ' +
        'first player is written; 500 players are one transaction. The same file again changes ' +
        'nothing, so an interrupted import is completed by repeating it.',
      tags: ['player database'],
      answers: {
        200: '`{ rows, added, updated, skipped, rejected }`, or with `dryRun` what would be done',
        409: 'Another import is going on',
        422: 'No CSV; the details name reason and line',
      },
    }),
    needs('admin'),
    asks(importQuery),
    takesFile('text/csv', MOST_BYTES),
    async (c) => {
      if (await isRepeated(c, shell)) return c.json(await record(c, shell, NONE));
      return c.json(await oneAtATime(() => imported(c, c.req.valid('query'))));
    },
  );
};
