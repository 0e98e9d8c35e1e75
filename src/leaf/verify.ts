import type { Log } from '../log/port.ts';
import { rebuild } from '../log/rebuild.ts';
import type { Report } from '../log/report.ts';
import { reportOn } from '../log/report.ts';
import { Failed } from '../server/failed.ts';
import type { Kept } from '../sync/checkpoints/evidence.ts';
import { evidenceOf, evidenceOnPaper } from '../sync/checkpoints/evidence.ts';
import { CORE_SIGNER, openCheckpoint, publicKeyFrom } from '../sync/checkpoints.ts';
import { loadMark } from '../sync/outbox/marks.ts';
import { SYNC_CHECKPOINTS } from '../sync/tables.ts';
import { linkFile } from './cloud/link.ts';
import type { Config } from './config.ts';
import { askLeaf } from './control.ts';
import { ROOMS } from './rooms.ts';
import { logExists, openStore } from './store.ts';

const PAGE = 1_000;

export type Asked = {
  /** Writes the tables beside a sound log anew, for which no leaf may run. */
  readonly repair: boolean;
  /** Digits of a head that was printed; null: none is looked for. */
  readonly head: string | null;
};

const keptIn = async (log: Log): Promise<readonly Kept[]> => {
  const kept: Kept[] = [];
  for (;;) {
    const last = kept.at(-1);
    const after = last === undefined ? {} : { after: [last.seq, last.at] };
    const rows = await log.select({ table: SYNC_CHECKPOINTS.name, limit: PAGE, ...after });
    for (const { seq, at, hash, note } of rows) {
      kept.push({ seq: Number(seq), at: Number(at), hash: String(hash), note: String(note) });
    }
    if (rows.length < PAGE) return kept;
  }
};

/** A note of another venue says nothing here: this leaf belonged there once. */
const isOf = (venueId: string, { note }: Kept): boolean =>
  (openCheckpoint(note, [])?.venueId ?? venueId) === venueId;

/**
 * What the core has witnessed of this log. Its key alone counts: that of the leaf lies on the same
 * machine as the log.
 */
const witnessed = async (log: Log, dataFolder: string) => {
  const link = linkFile(dataFolder).read();
  if (link === null) return null;
  const { venueId, epoch, core } = link;
  const kept = (await keptIn(log)).filter((one) => isOf(venueId, one));
  const mark = await loadMark(log, epoch);
  const signers = [[{ name: CORE_SIGNER, key: publicKeyFrom(core.signingKey) }]] as const;
  const traces = mark === null ? [] : [mark];
  return evidenceOf(log, { venueId, kept, traces, signers, mayBeginLater: true });
};

/**
 * Looks at the whole log, at the tables beside it, and at what was witnessed of it.
 * @param head digits of a head that was printed.
 */
export const report = async (
  log: Log,
  dataFolder: string,
  head: string | null = null,
): Promise<Report> => {
  const own = await reportOn(log, ROOMS);
  const evidence = await witnessed(log, dataFolder);
  const paper = head === null ? null : await evidenceOnPaper(log, head);
  const all = [own, evidence, paper].filter((one) => one !== null);
  const text = all.map((one) => one.text).join('\n');
  return { ...own, ok: all.every(({ ok }) => ok), text };
};

const reportOnFile = async ({ dataFolder }: Config, { repair, head }: Asked): Promise<Report> => {
  if (!logExists(dataFolder)) throw new Failed(`there is no log in ${dataFolder}`);
  const log = await openStore(dataFolder);
  try {
    const found = await report(log, dataFolder, head);
    if (found.ok || !repair || !found.isChainOk) return found;
    await rebuild(log, ROOMS);
    return await report(log, dataFolder, head);
  } finally {
    await log.close();
  }
};

/**
 * `felt-leaf verify`: asks the leaf that runs, because only one process may open the file; else looks
 * at the file itself. Answers the exit code.
 * @throws Failed where a leaf runs beside a repair.
 */
export const verify = async (config: Config, asked: Asked): Promise<number> => {
  const running = await askLeaf(config.dataFolder, asked.head);
  if (running !== null && asked.repair) {
    throw new Failed('stop the leaf first: it writes these tables');
  }
  const { ok, text } = running ?? (await reportOnFile(config, asked));
  console.log(text);
  if (!ok) console.error('felt-leaf: the log is not as it should be, see above');
  return ok ? 0 : 1;
};
