import type { Config } from '../config.ts';
import type { Build } from '../ingest/build.ts';
import { BUILD } from '../ingest/build.ts';
import { openEmbedded } from './embedded.ts';
import type { Database } from './open.ts';
import { openDatabase } from './open.ts';

/**
 * The configured database, or an embedded one below the data folder.
 * @param share for a command that may run beside a core: takes part in what that one has started.
 * @throws Failed in one line.
 */
export const openStore = async (
  config: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  {
    share,
    say,
    build = BUILD,
  }: { readonly share: boolean; readonly say: (line: string) => void; readonly build?: Build },
): Promise<Database & { readonly url: string }> => {
  const { databaseUrl, dataFolder } = config;
  const embedded =
    databaseUrl === undefined
      ? await openEmbedded({ folder: dataFolder, share, log: say })
      : undefined;
  const url = embedded?.url ?? databaseUrl ?? '';
  try {
    const database = await openDatabase(url, build.tables, { build, beside: share });
    return {
      ...{ ...database, url },
      close: async () => {
        await database.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
};
