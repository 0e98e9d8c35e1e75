import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedNats, NATS_VERSION } from '../src/sync/nats/file.ts';
import { run } from './targets.ts';

/** Debian's packages of nats-server, by the architecture's name in Node and in Debian. */
const PACKAGES = {
  x64: {
    debian: 'amd64',
    sha256: '31ef4ceaa84e8248d449e508472e3770c17c3695cb5cb0ee96e03912724ea884',
  },
  arm64: {
    debian: 'arm64',
    sha256: '68923b614b6b5594bbd63ffdce7258c2155ec448fb4cb7efd099bf9273eca128',
  },
} as const;
export type Arch = keyof typeof PACKAGES;

/** What Debian's package of it, and so what comes out of it, is known by. */
export const natsPackage = (arch: Arch) => PACKAGES[arch];

const isArch = (arch: string): arch is Arch => Object.hasOwn(PACKAGES, arch);

/** apt's own downloader: it knows the machine's proxies and mirrors. */
const APT_HELPER = '/usr/lib/apt/apt-helper';

const said = (command: readonly string[]): string =>
  Bun.spawnSync([...command], { stdin: 'ignore' }).stdout.toString();

/** Bases of the archives that this machine's apt is configured for, those of updates last. */
const archives = (): readonly string[] => {
  const asked = said(['apt-get', 'indextargets', '--format', '$(REPO_URI)']);
  const found = [...new Set(asked.split('\n').filter((line) => line !== ''))];
  const isAside = (base: string): number => (/security|updates/u.test(base) ? 1 : 0);
  return found.sort((a, b) => isAside(a) - isAside(b));
};

const hashOf = (file: string): string =>
  new Bun.CryptoHasher('sha256').update(readFileSync(file)).digest('hex');

/** Of apt's many words only the errors: they name the address themselves. */
const complaint = (error: unknown): string => {
  const words = error instanceof Error ? error.message : String(error);
  return words.match(/^E: .*$/gmu)?.join(' ') ?? words;
};

/** Throws with what apt said where no archive has it. */
const download = (arch: Arch, file: string): void => {
  const { debian, sha256 } = PACKAGES[arch];
  const path = `pool/main/n/nats-server/nats-server_${NATS_VERSION}-1_${debian}.deb`;
  const bases = archives();
  if (bases.length === 0) throw new Error('apt is configured for no archive');
  const failed: string[] = [];
  for (const base of bases) {
    try {
      run([APT_HELPER, 'download-file', `${base}${path}`, file, `SHA256:${sha256}`], dirname(file));
      if (hashOf(file) !== sha256) throw new Error('the package is not the one that is pinned');
      return;
    } catch (error) {
      failed.push(complaint(error));
    }
  }
  throw new Error(failed.join(' '));
};

/** What the package says that is linked into it, beside the program. */
const builtUsingOf = (program: string): string => `${program}.built-using`;

const unpack = (arch: Arch, program: string, folder: string): void => {
  const file = join(folder, 'nats-server.deb');
  download(arch, file);
  run(['dpkg-deb', '-x', file, join(folder, 'files')], folder);
  const unpacked = join(folder, 'files/usr/sbin/nats-server');
  chmodSync(unpacked, 0o755);
  const list = join(folder, 'built-using');
  writeFileSync(list, said(['dpkg-deb', '-f', file, 'Static-Built-Using']));
  // At once and whole, also where several do this side by side.
  renameSync(list, builtUsingOf(program));
  renameSync(unpacked, program);
};

/** @throws Error in one line that says what to do instead. */
const fetchBoth = (arch: string, program: string): void => {
  const instead = 'set NATS_SERVER to the path of one';
  if (!isArch(arch)) throw new Error(`no nats-server is pinned for ${arch}: ${instead}`);
  if (!existsSync(APT_HELPER) || !Bun.which('dpkg-deb')) {
    throw new Error(`nats-server ${NATS_VERSION} comes by Debian's apt, not here: ${instead}`);
  }
  mkdirSync(dirname(program), { recursive: true });
  const folder = mkdtempSync(join(dirname(program), '.fetch-'));
  try {
    unpack(arch, program, folder);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ');
    throw new Error(`nats-server ${NATS_VERSION} cannot be fetched (${why}): ${instead}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * nats-server for one architecture (`x64`, `arm64`), from the cache or from Debian's archive as this
 * machine's apt knows it, pinned by hash.
 * @returns its path.
 * @throws Error in one line that says what to do instead.
 */
export const fetchNats = (arch: string = process.arch): string => {
  const program = cachedNats(arch);
  if (!existsSync(program)) fetchBoth(arch, program);
  return program;
};

/**
 * The field Static-Built-Using of its package: Debian's sources of all that is linked into it.
 * @throws Error as `fetchNats`.
 */
export const natsBuiltUsing = (arch: string): string => {
  const program = cachedNats(arch);
  const list = builtUsingOf(program);
  if (!existsSync(list)) fetchBoth(arch, program);
  return readFileSync(list, 'utf8').trim();
};

if (import.meta.main) {
  try {
    console.log(fetchNats(process.argv[2]));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
