import type { Log } from '../log/port.ts';
import type { Verified } from '../log/project.ts';
import { rebuild, verifyLog } from '../log/project.ts';
import type { Config } from './config.ts';
import { askLeaf } from './control.ts';
import { Failed } from './failed.ts';
import { ROOMS } from './rooms.ts';
import { logExists, openStore } from './store.ts';

/** What `verify` prints, and whether all of it is well. */
export type Report = { readonly ok: boolean; readonly isChainOk: boolean; readonly text: string };

/** Differences shown; one more line says how many there are. */
const SHOWN = 20;

const differences = ({ differences: all }: Verified): readonly string[] => [
  ...all
    .slice(0, SHOWN)
    .map(
      ({ table, key, expected, found }) =>
        `  ${table} ${JSON.stringify(key)}: is ${JSON.stringify(found)}, should be ${JSON.stringify(expected)}`,
    ),
  ...(all.length > SHOWN ? [`  and ${all.length - SHOWN} more`] : []),
];

export const report = async (log: Log): Promise<Report> => {
  const verified = await verifyLog(log, ROOMS);
  const head = await log.head();
  const { firstBadSeq, differences: wrong } = verified;
  const ok = firstBadSeq === null && wrong.length === 0;
  const chain = firstBadSeq === null ? 'ok' : `broken at event ${firstBadSeq}`;
  const projections =
    firstBadSeq !== null
      ? 'not compared, because the chain is broken'
      : wrong.length === 0
        ? 'ok'
        : `${wrong.length} rows differ`;
  const lines = [
    `events       ${verified.events}`,
    `head         ${head.seq} ${head.hash}`,
    `chain        ${chain}`,
    `projections  ${projections}`,
    ...differences(verified),
  ];
  return { ok, isChainOk: firstBadSeq === null, text: lines.join('\n') };
};

const reportOnFile = async ({ dataFolder }: Config, repair: boolean): Promise<Report> => {
  if (!logExists(dataFolder)) throw new Failed(`there is no log in ${dataFolder}`);
  const log = await openStore(dataFolder);
  try {
    const found = await report(log);
    if (found.ok || !repair || !found.isChainOk) return found;
    await rebuild(log, ROOMS);
    return await report(log);
  } finally {
    await log.close();
  }
};

/**
 * `felt-leaf verify`: asks the leaf that runs, because only one process may open the file; else looks
 * at the file itself. Answers the exit code.
 * @param repair writes the tables beside a sound log anew, for which no leaf may run.
 * @throws Failed where one does.
 */
export const verify = async (config: Config, repair = false): Promise<number> => {
  const running = await askLeaf(config.dataFolder);
  if (running !== null && repair) throw new Failed('stop the leaf first: it writes these tables');
  const { ok, text } = running ?? (await reportOnFile(config, repair));
  console.log(text);
  if (!ok) console.error('felt-leaf: the log is not as it should be, see above');
  return ok ? 0 : 1;
};
