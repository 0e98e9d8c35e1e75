import { WrongUse } from '../src/server/failed.ts';
import { runProgram, say } from '../src/server/program.ts';
import { keysCommand, revokeCommand } from './release/keys.ts';
import { publishCommand } from './release/publish.ts';
import { signCommand } from './release/sign.ts';

const USAGE = `Releases: one signed file that leaves update themselves to. Everything is after "npm run release --".

  keys root --out FOLDER            three root keys, and roots.json for FELT_ROOT_KEYS at the build;
                                    keep each in a place of its own, off the network
  keys new --out FILE.pem           a signing key, for whoever makes releases
  keys add --list keys.json --key FILE.pem.pub --until DAY [--root PEM…]
                                    puts it on the list of signing keys (made where there is none)
  keys sign --list keys.json --root PEM
                                    one root signs the list; two have to, each where it lies
  keys show --list keys.json        what the list says and who has signed it
  revoke ID --list keys.json [--root PEM…]
                                    strikes a signing key off for good; then sign, and publish the list
  sign EXECUTABLE --list keys.json --key FILE.pem [--channel stable|beta] [--days 180] [--min BUILD]
       [--notes FILE] [--from OLD.felt…] [--out dist] [--level 19]
                                    EXECUTABLE becomes a release; from: also what changed since then;
                                    min: nothing below may run once this is confirmed
  publish FILE… --core URL [--rollout N] [--channel stable|beta]
  publish --list keys.json --core URL
                                    to a core, as its administrator FELT_CORE_USER with
                                    FELT_CORE_PASSWORD; N of a hundred venues are offered it (0)

FELT_KEY_PASSPHRASE locks every private key that is made, and opens every one that is used.`;

const run = async ([command = 'help', ...args]: readonly string[]): Promise<number> => {
  switch (command) {
    case 'keys':
      return say(keysCommand(args));
    case 'revoke':
      return say(revokeCommand(args));
    case 'sign':
      return say(await signCommand(args));
    case 'publish':
      return say(await publishCommand(args));
    case 'help':
    case '--help':
      return say(USAGE);
    default:
      throw new WrongUse(`there is no "${command}"`);
  }
};

await runProgram('npm run release', run);
