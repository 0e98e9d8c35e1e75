import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { linesOf } from '../../src/sync/nats/lines.ts';

const MAIN = join(import.meta.dir, '../../src/core/main.ts');

type Variables = Readonly<Record<string, string>>;

const coreEnv = (databaseUrl: string, folder: string): Variables => ({
  DATABASE_URL: databaseUrl,
  FELT_CORE_DATA: folder,
  FELT_CORE_HOST: '127.0.0.1',
  FELT_CORE_PORT: '0',
  FELT_HUB_PORT: '0',
  NATS_SERVER: process.env['NATS_SERVER'] || fetchNats(),
});

/** Runs one command of felt-core; answers what it printed. */
export const coreCommand = async (
  databaseUrl: string,
  folder: string,
  args: readonly string[],
  env: Variables = {},
): Promise<string> => {
  const child = Bun.spawn([process.execPath, MAIN, ...args], {
    env: { ...process.env, ...coreEnv(databaseUrl, folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`felt-core ${args.join(' ')}: ${err}`);
  return out;
};

const codeIn = (printed: string): string => {
  const code = /^code +(\S+)/mu.exec(printed)?.[1];
  if (code === undefined) throw new Error(`no code in: ${printed}`);
  return code;
};

/**
 * A core as a process of its own, on free ports.
 * @param folder an earlier core's, to see a restart: its hub keeps its streams and keys there.
 * @param ports of that core, because its leaves look for it there.
 * @param env beside what a core of tests has.
 */
export const spawnCore = async ({
  databaseUrl,
  folder,
  ports,
  env = {},
}: {
  readonly databaseUrl: string;
  readonly folder?: string;
  readonly ports?: { readonly http: number; readonly hub: number };
  readonly env?: Variables;
}) => {
  const dataFolder = folder ?? mkdtempSync(join(tmpdir(), 'felt-core-'));
  const own = {
    ...coreEnv(databaseUrl, dataFolder),
    ...(ports && { FELT_CORE_PORT: String(ports.http), FELT_HUB_PORT: String(ports.hub) }),
    ...env,
  };
  const child = Bun.spawn([process.execPath, MAIN, 'serve'], {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  void (async () => {
    for await (const line of linesOf(child.stderr)) said.push(line);
  })();
  const { url, hub } = await new Promise<{ url: string; hub: number }>((resolve, reject) => {
    let at = '';
    void (async () => {
      for await (const line of linesOf(child.stdout)) {
        said.push(line);
        at = /core serves (https?:\/\/[^\s/]+)/u.exec(line)?.[1] ?? at;
        const port = /its hub on port (\d+)/u.exec(line)?.[1];
        if (port !== undefined) resolve({ url: at, hub: Number(port) });
      }
      reject(new Error(`the core did not start: ${said.join('\n')}`));
    })();
  });
  const command = (args: readonly string[], more: Variables = {}) =>
    coreCommand(databaseUrl, dataFolder, args, more);
  return {
    ...{ url, child, said, folder: dataFolder, command },
    /** For the next one in this one's place. */
    ports: { http: Number(new URL(url).port), hub },
    /** A new venue; answers the code for its leaf. */
    addVenue: async (slug: string): Promise<string> =>
      codeIn(
        await command([
          ...['venue', 'add', '--name', `Room ${slug}`, '--slug', slug],
          ...['--timezone', 'Europe/Berlin', '--currency', 'EUR'],
        ]),
      ),
    replace: async (slug: string): Promise<string> =>
      codeIn(await command(['venue', 'replace', slug])),
    kill: async () => {
      child.kill(9);
      await child.exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await child.exited;
      if (folder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};

export type CoreProcess = Awaited<ReturnType<typeof spawnCore>>;
