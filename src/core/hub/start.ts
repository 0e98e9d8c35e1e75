import { join } from 'node:path';
import { natsProgram } from '../../sync/nats/program.ts';
import type { Config } from '../config.ts';
import { makeFolder } from '../data-folder.ts';
import { joinHub, openHub } from '../hub.ts';
import { lockFile } from '../lock.ts';

/** Without a name the hub is for this machine alone. */
const hubHost = ({ hub }: Config): string => hub?.replace(/^[a-z-]+:\/\//u, '') ?? '127.0.0.1';

/** The hub of this core: its own one, or that of another that it joins. */
export const startHub = async (config: Config, log: (line: string) => void) => {
  const { hubClient, hubPort, hubClientPort, hubTls, dataFolder, natsServer } = config;
  if (hubClient !== undefined) {
    return { ...joinHub({ ...hubClient, log }), ...hubClient, leafPort: hubPort };
  }
  const folder = join(dataFolder, 'hub');
  makeFolder(folder);
  const unlock = lockFile(join(folder, 'lock'), `another felt-core has the hub in ${folder}`);
  const program = await natsProgram(folder, natsServer);
  const tls = hubTls ?? { hosts: [hubHost(config).replace(/:\d+$/u, '')] };
  const hub = await openHub({
    ...{ program, folder, log, tls },
    ...{ leafPort: hubPort, clientPort: hubClientPort },
  });
  const stop = async () => {
    await hub.stop();
    unlock();
  };
  return { ...hub, stop, url: hub.clientUrl };
};

/** Under which addresses leaves reach the hub. */
export const hubUrls = (config: Config, leafPort: number): readonly string[] => {
  const host = hubHost(config);
  return [`tls://${/:\d+$/u.test(host) ? host : `${host}:${leafPort}`}`];
};
