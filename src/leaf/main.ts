import { WrongUse } from '../server/failed.ts';
import { askedToEnd, runProgram, say } from '../server/program.ts';
import { VERSION } from '../server/version.ts';
import { readConfig } from './config.ts';

const USAGE = `Felt ${VERSION}, the operating system of a live poker venue.

  felt-leaf [serve]                 run the venue
  felt-leaf verify [--repair]       check the log's hash chain and compare the tables beside it;
                                    repair: write these anew from the log
  felt-leaf replay FILE.tdt --json  play a recorded tournament of The Tournament Director
  felt-leaf --help, --version

  FELT_PORT   port to listen on (8080)
  FELT_HOST   address to listen on (0.0.0.0: every one of this machine)
  FELT_DATA   folder that holds everything (./data)
  FELT_HOSTS  further names under which the leaf is reached, with commas between

Exit codes: 0 done, 1 failed, 2 wrong use.`;

const serve = async (): Promise<number> => {
  const config = readConfig(process.env);
  // Only here: nothing else has to wait for all of the server to load.
  const [{ openLeaf }, { openClock }] = await Promise.all([
    import('./wire.ts'),
    import('./clock.ts'),
  ]);
  const ended = askedToEnd();
  const leaf = await openLeaf({ config, clock: openClock() });
  const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind;
  console.log(`Felt ${VERSION} serves http://${host}:${leaf.port} from ${config.dataFolder}`);
  await ended;
  await leaf.stop();
  return 0;
};

const alone = (args: readonly string[]) => {
  if (args.length > 0) throw new WrongUse(`this takes no "${args[0]}"`);
};

const run = async ([command = 'serve', ...args]: readonly string[]): Promise<number> => {
  if (command === 'replay') return (await import('./replay.ts')).replay(args);
  const repair = command === 'verify' && args[0] === '--repair';
  alone(repair ? args.slice(1) : args);
  switch (command) {
    case 'serve':
      return serve();
    case 'verify':
      return (await import('./verify.ts')).verify(readConfig(process.env), repair);
    case '--help':
    case '-h':
    case 'help':
      return say(USAGE);
    case '--version':
    case '-v':
      return say(VERSION);
    default:
      throw new WrongUse(`there is no command "${command}"`);
  }
};

await runProgram('felt-leaf', run);
