// Compiled by a test into an executable that has nats-server inside.
import { natsProgram } from '../../src/sync/nats/program.ts';

console.log(await natsProgram(process.argv[2] ?? ''));
