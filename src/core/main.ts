import { WrongUse } from '../server/failed.ts';
import { askedToEnd, runProgram, say } from '../server/program.ts';
import { VERSION } from '../server/version.ts';
import { readConfig } from './config.ts';

const USAGE = `Felt ${VERSION}, the core behind the venues: a copy of every log, and the fleet.

  felt-core [serve]                 take in what the leaves send, and serve
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
  felt-core user add EMAIL [--name NAME] [--role platformAdmin|venueOwner|leagueAdmin]
                  [--venue VENUE]   a user, with a password that is told once
  felt-core verify [VENUE [--head DIGITS]]
                                    check hash chains, tables and checkpoints; head: look for
                                    the digits on a payout sheet
  felt-core --help, --version

  DATABASE_URL      PostgreSQL, as a user who may make roles (else an embedded one, in a checkout)
  FELT_CORE_PORT    port to listen on (8090)        FELT_CORE_HOST  address (0.0.0.0)
  FELT_CORE_DATA    folder of the hub, its keys and an embedded database (./data-core)
  FELT_CORE_URL     address of this core for leaves and browsers
  FELT_HUB          address of the hub for leaves   FELT_HUB_PORT   its port (7422)
  FELT_HUB_CERT, FELT_HUB_KEY        files of a certificate that the world trusts for it, in place
                                     of one that the leaves are told when they enrol
  FELT_HUB_CLIENT, FELT_HUB_SECRETS  another core's hub in place of an own one: its address for
                                     clients, and the file of secrets that both share
  FELT_HUB_CLIENT_PORT               port of loopback at which others find this one's (any)
  FELT_VIRTUAL      folder of the leaves on this machine (/var/lib/felt/virtual)
  FELT_OIDC_ISSUER, FELT_OIDC_CLIENT_ID, FELT_OIDC_CLIENT_SECRET
                    an OpenID provider where users sign in, too; it sends them back to
                    <FELT_CORE_URL>/api/v1/sign-in/oidc/callback
  NATS_SERVER       path of a nats-server in place of the bundled one

Exit codes: 0 done, 1 failed, 2 wrong use.`;

const serve = async (): Promise<number> => {
  const config = readConfig(process.env);
  // Only here: nothing else has to wait for all of the server to load.
  const { openCore } = await import('./wire.ts');
  const ended = askedToEnd();
  const core = await openCore({ config });
  const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind;
  say(`Felt ${VERSION} core serves http://${host}:${core.port} from ${config.dataFolder}`);
  const only = config.hub === undefined ? ', those of this machine: set FELT_HUB for others' : '';
  say(`leaves reach its hub on port ${core.hub.leafPort}${only}`);
  const { url, secretsFile } = core.hub;
  say(`another core shares it with FELT_HUB_CLIENT=${url} FELT_HUB_SECRETS=${secretsFile}`);
  await ended;
  await core.stop();
  return 0;
};

const alone = (args: readonly string[]) => {
  if (args.length > 0) throw new WrongUse(`this takes no "${args[0]}"`);
};

const run = async ([command = 'serve', ...args]: readonly string[]): Promise<number> => {
  const commands = () => import('./commands.ts');
  switch (command) {
    case 'venue':
      return (await commands()).venueCommand(readConfig(process.env), args);
    case 'user':
      return (await commands()).userCommand(readConfig(process.env), args);
    case 'verify':
      return (await commands()).verifyCommand(readConfig(process.env), args);
  }
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

await runProgram('felt-core', run);
