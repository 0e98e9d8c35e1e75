import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import type { NatsLink } from '../../src/leaf/cloud/nats-child.ts';
import { leafConfig } from '../../src/sync/nats/config.ts';
import { credsText } from '../../src/sync/nats/credentials.ts';
import { writeSecretFile } from '../../src/sync/nats/secret-file.ts';
import { createNatsServer } from '../../src/sync/nats/server.ts';
import { program, until } from './nats-stage.ts';

/**
 * Somebody with root on a venue's board: a nats-server of their own with that venue's credentials,
 * and a client that may publish and subscribe whatever the local server takes, which is everything.
 */
export const openAttacker = async (folder: string, link: NatsLink) => {
  const credsFile = join(folder, 'leaf.creds');
  writeSecretFile(credsFile, credsText(link.creds, link.natsSeed));
  const server = createNatsServer({
    ...{ program: program(), folder, log: () => undefined },
    config: () =>
      leafConfig({ ...{ folder, credsFile, token: 't' }, serverName: folder, hub: link.hub }),
  });
  server.start();
  const { client, monitor } = await server.whenUp();
  await until('the leaf node is linked', async () => {
    const { leafnodes } = await (await fetch(`${monitor}/leafz`)).json();
    return leafnodes === 1;
  });
  // Without its own echo: what it hears has come from the hub.
  const connection = await connect({ servers: client, token: 't', noEcho: true });
  const heard: { readonly subject: string; readonly payload: string }[] = [];
  connection.subscribe('>', {
    callback: (_, message) => {
      heard.push({ subject: message.subject, payload: message.string() });
    },
  });
  await connection.flush();
  return {
    ...{ connection, heard },
    close: async (): Promise<void> => {
      await connection.close();
      await server.stop();
    },
  };
};

export type Attacker = Awaited<ReturnType<typeof openAttacker>>;
