import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../../../src/core/db/embedded.ts';
import { type Env, startCore } from '../executables.ts';
import type { Leaf } from '../leaf.ts';
import { send } from '../leaf.ts';
import { tempFolder } from '../processes.ts';

const EMAIL = 'ada@example.com';

/** A core that is started by this command, and a durable PostgreSQL beside it. */
export const openCloud = async (core: readonly string[]) => {
  const folder = tempFolder();
  // The database's own user has to get through to its files.
  chmodSync(folder.path, 0o755);
  const postgres = await openEmbedded({ folder: join(folder.path, 'db') });
  const env = {
    ...{ DATABASE_URL: postgres.url, FELT_CORE_DATA: join(folder.path, 'core') },
    ...{ FELT_CORE_HOST: '127.0.0.1', FELT_CORE_PORT: '0', FELT_HUB_PORT: '0' },
  };
  const told = (args: readonly string[], line: RegExp): string => {
    const ran = Bun.spawnSync([...core, ...args], { env, stdin: 'ignore' });
    const found = line.exec(ran.stdout.toString())?.[1];
    if (found === undefined) throw new Error(`${args.join(' ')}: ${ran.stderr.toString()}`);
    return found;
  };
  return {
    start: (more: Env = {}): Promise<Leaf> => startCore(core, { ...env, ...more }),
    /** A venue's one-time code. */
    addVenue: (): string => {
      const flags = ['--name', 'Bench', '--slug', 'bench', '--timezone', 'UTC'];
      return told(['venue', 'add', ...flags, '--currency', 'EUR'], /^code +(\S+)/mu);
    },
    /** An administrator's password. */
    addUser: (): string => told(['user', 'add', EMAIL], /^password +(\S+)/mu),
    stop: async () => {
      await postgres.stop();
      folder.remove();
    },
  };
};

export type Cloud = Awaited<ReturnType<typeof openCloud>>;

/** Somebody who is signed in at a core. */
export const signInAt = async (url: string, password: string) => {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return async (path: string): Promise<string> => {
    const read = await fetch(`${url}${path}`, { headers: { cookie } });
    const text = await read.text();
    if (!read.ok) throw new Error(`${path}: ${read.status} ${text}`);
    return text;
  };
};

const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Until the core has applied all that the leaf has. */
export const inStep = async ({ url }: Pick<Leaf, 'url'>, token: string): Promise<void> => {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const cloud = await send(url, '/cloud', { method: 'GET', token });
    if (cloud['state'] === 'inStep' && cloud['waiting'] === 0) return;
    if (performance.now() > deadline) throw new Error(`not in step: ${JSON.stringify(cloud)}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
};
