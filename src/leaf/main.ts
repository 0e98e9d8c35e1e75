import { STORE } from '../log/libsql-schema.ts';
import { tellBill, tellVersion } from '../server/about.ts';
import { WrongUse } from '../server/failed.ts';
import { openLogs } from '../server/logs.ts';
import { askedToEnd, runProgram, say } from '../server/program.ts';
import { configured, settingsHelp } from '../server/settings.ts';
import { VERSION } from '../server/version.ts';
import { readConfig } from './config.ts';
import { LEAF_SETTINGS } from './settings.ts';

const USAGE = `Felt ${VERSION}, the operating system of a live poker venue.

  felt-leaf [serve]                 run the venue
  felt-leaf verify [--repair] [--head DIGITS]
                                    check the log's hash chain, the tables beside it, and what the
                                    core has witnessed of it; repair: write the tables anew from
                                    the log; head: look for the digits on a payout sheet
  felt-leaf backup [FILE]           make an encrypted backup now, and copy it to FILE
  felt-leaf backup [list|key]       the backups that there are; the recovery key, to be written down
  felt-leaf restore FILE [--key-file FILE|--key KEY]
                                    put a backup in the place of what is here, while no leaf runs;
                                    on another machine it asks for the recovery key; key-file: reads
                                    it from there (-: standard input); key: takes it as typed, where
                                    others on this machine see it in the list of processes
  felt-leaf support [FILE]          what support needs to know, without anything personal
  felt-leaf update FILE [--now]     as root: put a release in from a file (a USB stick); now: also
                                    while a tournament's clock runs
  felt-leaf update [status|rollback] [--now]
                                    the next release from the core; how updates stand; back to
                                    the release before
  felt-leaf replay FILE.tdt --json  play a recorded tournament of The Tournament Director
  felt-leaf --help
  felt-leaf --version [--json]      json: commit, target and what is inside, too
  felt-leaf --sbom                  software bill of materials (CycloneDX JSON)

${settingsHelp(LEAF_SETTINGS)}

Exit codes: 0 done, 1 failed, 2 wrong use.`;

/** Requests that are under way, its child, and the tidying of its file. */
const STOP_WITHIN_MS = 10_000;

const serve = async (): Promise<number> => {
  const config = configured(LEAF_SETTINGS, readConfig);
  // Only here: nothing else has to wait for all of the server to load.
  const [{ openLeaf }, { openClock }, { openServiceManager }, { watchLeaf }] = await Promise.all([
    import('./wire.ts'),
    import('./clock.ts'),
    import('../server/systemd.ts'),
    import('./systemd.ts'),
  ]);
  const ended = askedToEnd();
  const manager = openServiceManager();
  const clock = openClock();
  const logs = openLogs();
  const leaf = await openLeaf({
    ...{ config, clock, manager, say: logs.note, warn: logs.warn, failed: logs.failed },
    // Whoever supervises it starts it anew, and the next start goes on from what is there.
    lost: (error) => {
      logs.failed(error);
      process.exit(1);
    },
  });
  const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind;
  const wellStatus = `serves http://${host}:${leaf.port}`;
  manager.ready(wellStatus);
  const watch = watchLeaf({
    ...{ manager, wellStatus, now: clock.now, dataFolder: config.dataFolder },
    writtenAtBootMs: leaf.writtenAtBootMs,
  });
  logs.say(`Felt ${VERSION} ${wellStatus} from ${config.dataFolder}`);
  await ended;
  manager.stopping(STOP_WITHIN_MS);
  watch.stop();
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
  return (await import('./verify.ts')).verify(configured(LEAF_SETTINGS, readConfig), {
    repair,
    head,
  });
};

const run = async ([command = 'serve', ...args]: readonly string[]): Promise<number> => {
  if (command === 'replay') return (await import('./replay.ts')).replay(args);
  if (command === 'verify') return verifyCommand(args);
  if (command === 'backup' || command === 'restore' || command === 'support') {
    const { backupCommand, restoreCommand, supportCommand } = await import('./backup/command.ts');
    const config = configured(LEAF_SETTINGS, readConfig);
    if (command === 'backup') return backupCommand(config, args);
    return (command === 'restore' ? restoreCommand : supportCommand)(config, args);
  }
  if (command === 'update') {
    const { update } = await import('./update/command.ts');
    return update(configured(LEAF_SETTINGS, readConfig), args);
  }
  if (command === '--version' || command === '-v') return tellVersion(args, { store: STORE });
  alone(args);
  switch (command) {
    case 'serve':
      return serve();
    case '--help':
    case '-h':
    case 'help':
      return say(USAGE);
    case '--sbom':
      return tellBill();
    default:
      throw new WrongUse(`there is no command "${command}"`);
  }
};

// The folder may be there before the leaf is, and open to others; what is in it is never.
process.umask(0o077);
await runProgram('felt-leaf', run);
