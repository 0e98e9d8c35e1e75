import { resolve } from 'node:path';
import { readConfig } from '../src/leaf/config.ts';
import { startDemo } from './demo/start.ts';
import { OPERATORS, screensOf } from './demo/venue.ts';

const signal = (): Promise<void> =>
  new Promise((done) => {
    process.once('SIGTERM', () => done()).once('SIGINT', () => done());
  });

const config = readConfig({
  ...process.env,
  FELT_DATA: resolve(process.env['FELT_DATA'] || './data/demo'),
});
const ended = signal();
const { leaf, filled } = await startDemo(config);
const url = `http://localhost:${leaf.port}`;
const screens = screensOf(filled).map(({ id, name }) => `${url}/display/${id}  ${name}`);
const people = Object.values(OPERATORS).map(({ name, pin }) => `${name} ${pin}`);
console.log(`Felt shows a busy venue on ${url} from ${config.dataFolder}, made anew at each start.

  Operator  ${url}
            sign in as ${people.join(', ')}
  Screens   ${screens.join('\n            ')}
  Players   ${url}/t/${filled.major}
            ${url}/t/${filled.knockout}
`);
await ended;
await leaf.stop();
process.exit();
