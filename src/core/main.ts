import { tellBill, tellVersion } from '../server/about.ts';
import { WrongUse } from '../server/failed.ts';
import { openLogs } from '../server/logs.ts';
import { askedToEnd, runProgram, say } from '../server/program.ts';
import { configured, settingsHelp } from '../server/settings.ts';
import { VERSION } from '../server/version.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { CORE_SETTINGS } from './settings.ts';

const USAGE = `Felt ${VERSION}, the core behind the venues: a copy of every log, and the fleet.

  felt-core [serve]                 take in what the leaves send, and serve
  felt-core hub                     only the hub, apart from the core that joins it: leaves stay
                                    linked while that one is started anew
  felt-core venue add --name NAME --slug SLUG --timezone ZONE --currency CODE
                  [--organisation NAME]
                                    a new venue, and a one-time code for its leaf
  felt-core venue list              all venues, and when each was last heard of
  felt-core venue show VENUE        one venue: alarms, what was kept aside, what waits for an upgrade
  felt-core venue replace VENUE     a code for another leaf in place of this one
  felt-core venue revoke VENUE      cut off a venue for good; what there is stays
  felt-core venue virtual VENUE [--host NAME]
                                    a leaf for it on this machine, reached under that name
  felt-core venue virtual VENUE --stop
                                    ends that leaf; what it had stays
  felt-core release add FILE… [--channel stable|beta] [--rollout N]
                                    take in signed releases and deltas, for N of a hundred venues
  felt-core release list            all releases: roll-out, venues that run them or went back
  felt-core release rollout BUILD N | channel BUILD NAME | halt BUILD | resume BUILD
                                    how far one goes, and whether it goes on
  felt-core release keys FILE       a newer list of signing keys, for all releases here
  felt-core user add EMAIL [--name NAME] [--role platformAdmin|venueOwner|leagueAdmin]
                  [--venue VENUE]   a user, with a password that is told once
  felt-core update FILE             as root: put a signed release in its own place; the one before
                                    is back where it does not get ready
  felt-core update rollback         back to the release before
  felt-core verify [VENUE [--head DIGITS]]
                                    check hash chains, tables and checkpoints; head: look for
                                    the digits on a payout sheet
  felt-core --help
  felt-core --version [--json]      json: commit, target and what is inside, too
  felt-core --sbom                  software bill of materials (CycloneDX JSON)

${settingsHelp(CORE_SETTINGS)}

Exit codes: 0 done, 1 failed, 2 wrong use.`;

/** Requests that are under way, what is being taken in, and the hub. */
const STOP_WITHIN_MS = 15_000;

/** Until it is asked to end; `start` answers what it says of itself, and how it is stopped. */
const runService = async (
  start: (
    wire: typeof import('./wire.ts'),
    config: Config,
  ) => Promise<{ readonly wellStatus: string; readonly stop: () => Promise<void> }>,
): Promise<number> => {
  const config = configured(CORE_SETTINGS, readConfig);
  // Only here: nothing else has to wait for all of the server to load.
  const [wire, { openServiceManager }, { feedWatchdog }] = await Promise.all([
    import('./wire.ts'),
    import('../server/systemd.ts'),
    import('../server/watchdog.ts'),
  ]);
  const ended = askedToEnd();
  const manager = openServiceManager();
  const { wellStatus, stop } = await start(wire, config);
  manager.ready(wellStatus);
  // What it stands on is healed by whoever runs that: a new start of this one would not help.
  const watch = feedWatchdog({ manager, wellStatus, ailment: () => null });
  await ended;
  manager.stopping(STOP_WITHIN_MS);
  watch.stop();
  await stop();
  return 0;
};

const serve = (): Promise<number> =>
  runService(async ({ openCore }, config) => {
    const logs = openLogs();
    const core = await openCore({ config, say: logs.say, failed: logs.failed });
    const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind;
    const wellStatus = `serves http://${host}:${core.port}`;
    say(`Felt ${VERSION} core ${wellStatus} from ${config.dataFolder}`);
    const only = config.hub === undefined ? ', those of this machine: set FELT_HUB for others' : '';
    say(`leaves reach its hub on port ${core.hub.leafPort}${only}`);
    const { url, secretsFile } = core.hub;
    say(`another core shares it with FELT_HUB_CLIENT=${url} FELT_HUB_SECRETS=${secretsFile}`);
    return { wellStatus, stop: core.stop };
  });

const hubAlone = (): Promise<number> =>
  runService(async ({ openHubAlone }, config) => {
    const hub = await openHubAlone(config, say);
    const wellStatus = `takes leaves on port ${hub.leafPort}`;
    say(`Felt ${VERSION} hub ${wellStatus} from ${config.dataFolder}`);
    say(`a core joins it with FELT_HUB_CLIENT=${hub.url} FELT_HUB_SECRETS=${hub.secretsFile}`);
    return { wellStatus, stop: hub.stop };
  });

const alone = (args: readonly string[]) => {
  if (args.length > 0) throw new WrongUse(`this takes no "${args[0]}"`);
};

const run = async ([command = 'serve', ...args]: readonly string[]): Promise<number> => {
  const commands = () => import('./commands.ts');
  switch (command) {
    case 'venue':
      return (await commands()).venueCommand(configured(CORE_SETTINGS, readConfig), args);
    case 'user':
      return (await commands()).userCommand(configured(CORE_SETTINGS, readConfig), args);
    case 'release': {
      const { releaseCommand } = await import('./releases/commands.ts');
      return releaseCommand(configured(CORE_SETTINGS, readConfig), args);
    }
    case 'verify':
      return (await commands()).verifyCommand(configured(CORE_SETTINGS, readConfig), args);
    case 'update':
      return (await import('./update-command.ts')).updateCommand(args);
    case '--version':
    case '-v':
      return tellVersion(args);
  }
  alone(args);
  switch (command) {
    case 'serve':
      return serve();
    case 'hub':
      return hubAlone();
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

await runProgram('felt-core', run);
