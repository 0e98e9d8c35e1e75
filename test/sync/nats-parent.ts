// A process that starts a nats-server, tells its pid, and is killed by the test.
import { createNatsServer } from '../../src/sync/nats/server.ts';

const [program = '', folder = ''] = process.argv.slice(2);
const server = createNatsServer({
  ...{ program, folder, log: () => undefined },
  config: () => `listen: "127.0.0.1:-1"\nhttp: "127.0.0.1:-1"\nports_file_dir: "${folder}"\n`,
});
server.start();
await server.whenUp();
const status = server.status();
if (status.state === 'up') console.log(status.pid);
