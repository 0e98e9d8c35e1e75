import { join } from 'node:path';
import { DiscardPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { natsProgram } from '../../../src/sync/nats/program.ts';
import { createNatsServer } from '../../../src/sync/nats/server.ts';
import { answerQuestions } from '../processes.ts';
import { messagesOf } from '../sync/queue.ts';

/** As many as the forwarder has on their way. */
const WINDOW = 8;

export type Question = { readonly logFolder: string; readonly folder: string };

const configOf = (folder: string): string => `
  listen: "127.0.0.1:-1"
  http: "127.0.0.1:-1"
  ports_file_dir: ${JSON.stringify(folder)}
  jetstream { store_dir: ${JSON.stringify(join(folder, 'store'))}, sync_interval: always }`;

const publishAll = async (url: string, logFolder: string): Promise<number> => {
  const messages = await messagesOf(logFolder, 'bare');
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'BARE', subjects: ['bare'], discard: DiscardPolicy.New });
  const client = jetstream(connection);
  const begun = performance.now();
  const left = messages.values();
  const publish = async () => {
    for (const { id, payload } of left) await client.publish('bare', payload, { msgID: id });
  };
  await Promise.all(Array.from({ length: WINDOW }, publish));
  const seconds = (performance.now() - begun) / 1_000;
  await manager.streams.delete('BARE');
  await connection.close();
  return messages.reduce((sum, { lines }) => sum + lines.length, 0) / seconds;
};

/** Events per second that bare JetStream takes, in the same messages and as durable as on the hub. */
answerQuestions<Question, number>(async ({ folder, logFolder }) => {
  const program = await natsProgram(folder);
  const log = () => undefined;
  const server = createNatsServer({ program, folder, config: () => configOf(folder), log });
  server.start();
  const { client } = await server.whenUp();
  const perSecond = await publishAll(client, logFolder);
  await server.stop();
  return perSecond;
});
