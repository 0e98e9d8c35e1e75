import { join } from 'node:path';
import { linesOf } from '../src/sync/nats/lines.ts';

const MAIN = join(import.meta.dir, '..', 'src', 'leaf', 'main.ts');

/**
 * A leaf as a process of its own, on a free port: what a power cut or `kill -9` really ends. What it
 * says is read to its end, because a full pipe would hold it up.
 * @param env beside the test's own.
 */
export const spawnLeaf = async (folder: string, env: Readonly<Record<string, string>> = {}) => {
  const child = Bun.spawn([process.execPath, MAIN, 'serve'], {
    env: { ...process.env, FELT_PORT: '0', FELT_DATA: folder, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const errors = (async () => {
      for await (const line of linesOf(child.stderr)) said.push(line);
    })();
    void (async () => {
      for await (const line of linesOf(child.stdout)) {
        said.push(line);
        const at = /https?:\/\/[^\s/]+/u.exec(line)?.[0];
        if (at !== undefined) resolve(at);
      }
      await errors;
      reject(new Error(`the leaf did not start: ${said.join('\n')}`));
    })();
  });
  return {
    url: url.replace(/\/\/(0\.0\.0\.0|\[::\])/u, '//127.0.0.1'),
    ...{ child, said },
    kill: async () => {
      child.kill(9);
      await child.exited;
    },
    stop: async (): Promise<number> => {
      child.kill('SIGTERM');
      return await child.exited;
    },
  };
};

export type LeafProcess = Awaited<ReturnType<typeof spawnLeaf>>;

/** `felt-leaf verify` on a folder: its exit code and what it printed. */
export const verifyFolder = async (folder: string) => {
  const child = Bun.spawn([process.execPath, MAIN, 'verify'], {
    env: { ...process.env, FELT_DATA: folder },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, printed: out + err };
};

export const PIN = '482915';

/** JSON over HTTP with a bearer token. */
export const client = (url: string, token?: string) => {
  const call =
    (method: string) =>
    async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    };
  return { get: call('GET'), post: call('POST'), put: call('PUT'), del: call('DELETE') };
};

/** A fresh venue with its admin signed in. */
export const setUp = async (url: string): Promise<string> => {
  const venue = {
    name: 'Test Room',
    slug: 'test-room',
    timezone: 'Europe/Copenhagen',
    currency: 'DKK',
  };
  const done = await client(url).post('/setup', { venue, admin: { name: 'Ada', pin: PIN } });
  if (done.status !== 201) throw new Error(`setup answered ${JSON.stringify(done)}`);
  return signIn(url);
};

export const signIn = async (url: string): Promise<string> => {
  const answer = await client(url).post('/auth/login', { operator: 'Ada', pin: PIN });
  if (answer.status !== 200) throw new Error(`login answered ${JSON.stringify(answer)}`);
  return answer.body.accessToken;
};
