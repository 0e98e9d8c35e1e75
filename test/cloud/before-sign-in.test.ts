import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { TestLeaf } from '../leaf.ts';
import { PEOPLE, startLeaf, VENUE } from '../leaf.ts';

/** Something else of the house, on the leaf's own machine. */
const asked: string[] = [];
const router = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: ({ url }) => {
    asked.push(new URL(url).pathname);
    return new Response('<h1>Router of the Smiths</h1>', { status: 401 });
  },
});

let leaf: TestLeaf;
beforeAll(async () => {
  leaf = await startLeaf();
});
afterAll(async () => {
  await leaf.stop();
  await router.stop(true);
});

const code = 'AAAAA-AAAAA-AAAAA';
const join = async (core: string) => {
  const { status, body } = await leaf.post('/setup/cloud', { core, code });
  return { status, error: Object(body).error };
};

test('SEC-7: before anybody can sign in, too, a leaf asks by https or its own machine alone', async () => {
  for (const core of ['http://192.168.1.1', 'http://169.254.169.254/latest', 'http://core.lan']) {
    expect(await join(core)).toMatchObject({ status: 422, error: { code: 'CORE_INSECURE' } });
    const whole = await leaf.post('/setup', { venue: VENUE, admin: PEOPLE.admin, core, code });
    expect([whole.status, Object(whole.body).error.code]).toEqual([422, 'CORE_INSECURE']);
  }
});

test('SEC-3: a stranger learns nothing from a fresh leaf of what is found at an address', async () => {
  const [closed, open] = [await join('http://127.0.0.1:1'), await join(router.url.origin)];
  expect(asked).toEqual(['/api/v1/enrol/look']);
  const words = ({ error }: { error: { message: string } }) =>
    error.message.replaceAll(/\d+/gu, '');
  expect([closed.error.code, open.error.code]).toEqual(['CORE_UNREACHABLE', 'CORE_UNREACHABLE']);
  expect(words(open)).toBe(words(closed));
});

test('SEC-3: a stranger cannot look around by a fresh leaf: after a few addresses it has to wait', async () => {
  const codes: string[] = [];
  for (let i = 0; i < 12; i++) codes.push((await join('http://127.0.0.1:1')).error.code);
  expect(codes.at(-1)).toBe('TOO_MANY');
  // The page that looks how far it is goes on looking.
  expect((await leaf.get('/setup/cloud')).status).toBe(200);
});

test('who may change the venue is told why', async () => {
  const own = await startLeaf();
  const token = await own.token('admin');
  const { body } = await own.post('/cloud/enrol', { core: 'http://127.0.0.1:1', code }, token);
  expect(Object(body).error.message).toMatch(/as a core would\. \(.+\)$/u);
  await own.stop();
});
