import type { Log } from '../log/port.ts';
import { rebuild } from '../log/project.ts';
import type { Report } from '../log/report.ts';
import { reportOn } from '../log/report.ts';
import { Failed } from '../server/failed.ts';
import type { Config } from './config.ts';
import { askLeaf } from './control.ts';
import { ROOMS } from './rooms.ts';
import { logExists, openStore } from './store.ts';

export const report = (log: Log): Promise<Report> => reportOn(log, ROOMS);

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
