import { WrongUse } from '../server/failed.ts';
import { askedToEnd, runProgram, say } from '../server/program.ts';
import { VERSION } from '../server/version.ts';
import { readConfig } from './config.ts';

const USAGE = `Felt ${VERSION}, the operating system of a live poker venue.

  felt-leaf [serve]                 run the venue
  felt-leaf verify [--repair] [--head DIGITS]
                                    check the log's hash chain, the tables beside it, and what the
                                    core has witnessed of it; repair: write the tables anew from
                                    the log; head: look for the digits on a payout sheet
  felt-leaf replay FILE.tdt --json  play a recorded tournament of The Tournament Director
  felt-leaf --help, --version

  FELT_PORT   port to listen on (8080)
  FELT_HOST   address to listen on (0.0.0.0: every one of this machine)
  FELT_DATA   folder that holds everything (./data)
  FELT_HOSTS  further names under which the leaf is reached, with commas between
  FELT_CORE, FELT_ENROL  address of a core, and a one-time code: joins it at the first start

Exit codes: 0 done, 1 failed, 2 wrong use.`;

const serve = async (): Promise<number> => {
  const config = readConfig(process.env);
  // Only here: nothing else has to wait for all of the server to load.
  const [{ openLeaf }, { openClock }] = await Promise.all([
    import('./wire.ts'),
    import('./clock.ts'),
  ]);
  const ended = askedToEnd();
  const leaf = await openLeaf({
    ...{ config, clock: openClock() },
    // Whoever supervises it starts it anew, and the next start goes on from what is there.
    lost: (error) => {
      console.error(error);
      process.exit(1);
    },
  });
  const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind;
  console.log(`Felt ${VERSION} serves http://${host}:${leaf.port} from ${config.dataFolder}`);
  await ended;
  await leaf.stop();
  return 0;
};

const alone = (args: readonly string[]) => {
  if (args.length > 0) throw new WrongUse(`this takes no "${args[0]}"`);
};

const verifyCommand = async (args: readonly string[]): Promise<number> => {
  const { headDigits } = await import('../sync/checkpoints/evidence.ts');
  const at = args.indexOf('--head');
  const head = at < 0 ? null : headDigits(args[at + 1] ?? '');
  if (at >= 0 && head === null)
    throw new WrongUse('--head takes the digits of a sheet, at least 8');
  const rest = at < 0 ? args : args.toSpliced(at, 2);
  const repair = rest[0] === '--repair';
  alone(repair ? rest.slice(1) : rest);
  return (await import('./verify.ts')).verify(readConfig(process.env), { repair, head });
};

const run = async ([command = 'serve', ...args]: readonly string[]): Promise<number> => {
  if (command === 'replay') return (await import('./replay.ts')).replay(args);
  if (command === 'verify') return verifyCommand(args);
  alone(args);
  switch (command) {
    case 'serve':
      return serve();
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

// The folder may be there before the leaf is, and open to others; what is in it is never.
process.umask(0o077);
await runProgram('felt-leaf', run);
