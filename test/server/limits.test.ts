import { expect, test } from 'bun:test';
import { Hono } from 'hono';
import type { Env } from '../../src/server/env.ts';
import { failure } from '../../src/server/failure.ts';
import { limited } from '../../src/server/limits.ts';
import { addressOf, networkOf, proxiesIn, seesAddress } from '../../src/server/peer.ts';

const now = () => ({ wallMs: 0, bootMs: 0, bootId: 'boot' });

/** A door that lets each in three times; `session` in a header stands for a token that was checked. */
const door = (proxies: readonly string[] = []) => {
  const app = new Hono<Env>()
    .use(seesAddress(proxies))
    .use(limited(now, { perSecond: 1, burst: 3 }, (c) => c.req.header('session') ?? null))
    .get('/', (c) => c.text(addressOf(c) ?? 'nobody'));
  app.onError(failure(() => undefined));
  const ask = (address: string, headers: Record<string, string> = {}) =>
    app.request('/', { headers }, { requestIP: () => ({ address }) });
  /** How many of so many are let in. */
  const through = async (times: number, one: (i: number) => ReturnType<typeof ask>) => {
    const all = await Promise.all(Array.from({ length: times }, (_, i) => one(i)));
    return all.filter(({ status }) => status === 200).length;
  };
  return { ask, through };
};

test('SEC-3: another user agent with each request opens no door once more', async () => {
  const { ask, through } = door();
  expect(await through(50, (i) => ask('10.0.0.1', { 'user-agent': `made up ${i}` }))).toBe(3);
  expect(await through(5, () => ask('10.0.0.2'))).toBe(3);
});

test('SEC-3: who is signed in is counted alone, whatever the room around them asks', async () => {
  const { ask, through } = door();
  await through(100, (i) => ask('10.0.0.1', { cookie: `made up ${i}` }));
  expect(await through(5, () => ask('10.0.0.1', { session: 'ada' }))).toBe(3);
  expect(await through(5, (i) => ask(`10.0.1.${i}`, { session: 'ben' }))).toBe(3);
});

test('SEC-3: who asks and is gone at once is counted where they were', async () => {
  const app = new Hono<Env>()
    .use(seesAddress([]))
    // A session is asked of a database.
    .use(limited(now, { perSecond: 1, burst: 3 }, () => Bun.sleep(1).then(() => null)))
    .get('/', (c) => c.text(addressOf(c) ?? 'nobody'));
  let isOpen = true;
  const asked = app.request(
    '/',
    {},
    { requestIP: () => (isOpen ? { address: '10.0.0.1' } : null) },
  );
  isOpen = false;
  expect(await (await asked).text()).toBe('10.0.0.1');
});

test('SEC-3: devices behind one address do not use up each other’s share; made up ones end at ten', async () => {
  const { ask, through } = door();
  expect(await through(5, () => ask('10.0.0.1', { cookie: 'device=a' }))).toBe(3);
  expect(await through(5, () => ask('10.0.0.1', { cookie: 'device=b' }))).toBe(3);
  const { ask: other, through: all } = door();
  expect(await all(200, (i) => other('10.0.0.9', { cookie: `device=${i}` }))).toBe(30);
});

test('SEC-3: a whole network of IPv6 is one address', async () => {
  const { ask, through } = door();
  expect(await through(20, (i) => ask(`2001:db8:0:1::${i + 1}`))).toBe(3);
  expect(networkOf('2001:DB8::1')).toBe(networkOf('2001:db8:0:0:ffff::'));
  expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'));
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  // As some proxies write an address of IPv4: not all of them are one house.
  expect(networkOf('::ffff:cb00:7109')).not.toBe(networkOf('::ffff:cb00:710a'));
  expect(networkOf('::ffff:cb00:7109')).toBe(networkOf('0:0:0:0:0:FFFF:CB00:7109'));
});

test.each([
  ['a stranger who says who they are is not believed', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
  ['a proxy on this machine is believed', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['so is one by its IPv6 name', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['and one that was named', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  [
    'of what came through several the first stranger',
    '::1',
    '6.6.6.6, 203.0.113.9, 10.1.0.1',
    '203.0.113.9',
  ],
  ['what is no address is nobody’s', '127.0.0.1', '<script>', '127.0.0.1'],
  ['without a word it is the proxy itself', '10.1.2.3', '', '10.1.2.3'],
])('SEC-3: %s', async (_, peer, forwarded, seen) => {
  const { ask } = door(['10.1.0.0/16']);
  const answer = await ask(peer, { 'x-forwarded-for': forwarded });
  expect(await answer.text()).toBe(seen);
});

test('proxies are addresses and nets; a mistake among them is told', () => {
  expect(proxiesIn(' 10.0.0.5, fd00::/8 ,')).toEqual(['10.0.0.5', 'fd00::/8']);
  for (const wrong of ['proxy.example.org', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.1/8/8']) {
    expect(proxiesIn(wrong)).toBeNull();
  }
});
