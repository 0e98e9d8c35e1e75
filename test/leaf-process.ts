import { join } from 'node:path';

const MAIN = join(import.meta.dir, '..', 'src', 'leaf', 'main.ts');

/** A leaf as a process of its own, on a free port: what a power cut or `kill -9` really ends. */
export const spawnLeaf = async (folder: string) => {
  const child = Bun.spawn([process.execPath, MAIN, 'serve'], {
    env: { ...process.env, FELT_PORT: '0', FELT_DATA: folder },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const reader = child.stdout.getReader();
  let printed = '';
  for (;;) {
    const { value, done } = await reader.read();
    printed += new TextDecoder().decode(value);
    const url = /https?:\/\/[^\s/]+/u.exec(printed)?.[0];
    if (url !== undefined) {
      reader.releaseLock();
      return {
        url: url.replace(/\/\/(0\.0\.0\.0|\[::\])/u, '//127.0.0.1'),
        child,
        kill: async () => {
          child.kill(9);
          await child.exited;
        },
        stop: async (): Promise<number> => {
          child.kill('SIGTERM');
          return await child.exited;
        },
      };
    }
    if (done) throw new Error(`the leaf did not start: ${await new Response(child.stderr).text()}`);
  }
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
