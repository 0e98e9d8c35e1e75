import { afterEach, describe, expect, test } from 'bun:test';
import type { FakeScreen } from './kiosk.ts';
import { HUNG, leafLine, RESTING, soon, startScreen } from './kiosk.ts';

const ONE = leafLine('felt.local', '10.0.0.2');
const HEALTH = 'http://10.0.0.2/health\n';
const ADDRESS =
  '2: wlan0    inet 10.0.0.9/24 brd 10.0.0.255 scope global wlan0\\       valid_lft 1\n';
const ONE_LEAF = { leaves: ONE, answering: HEALTH, address: ADDRESS };

let screen: FakeScreen;
afterEach(() => screen.stop());

const pageOf = async (): Promise<string> => {
  await soon('a page', () => screen.shown().some((url) => url.startsWith('http')));
  return screen.shown().at(-1) ?? '';
};

const looksOn = async (looks: number): Promise<void> => {
  const before = screen.looks();
  await soon(`${looks} more looks`, () => screen.looks() >= before + looks);
};

describe('finding the leaf', () => {
  test('DSP-1: one leaf in the network is shown, under an id made of the processor', async () => {
    screen = startScreen(ONE_LEAF);
    expect(await pageOf()).toMatch(/^http:\/\/10\.0\.0\.2\/display\/screen-[0-9a-f]{8}$/u);
    const first = screen.shown()[0];
    await screen.stop();
    screen = startScreen(ONE_LEAF);
    expect(await pageOf()).toBe(first ?? '');
    expect(first).not.toContain('abcdef01');
  });

  test('a leaf with two network cards is one leaf; another port is kept', async () => {
    const leaves =
      leafLine('felt.local', '10.0.0.2', 8080) + leafLine('felt.local', '10.0.1.2', 8080);
    screen = startScreen({ ...ONE_LEAF, leaves, answering: 'http://10.0.0.2:8080/health\n' });
    expect(await pageOf()).toStartWith('http://10.0.0.2:8080/display/');
  });

  test('of several leaves none is guessed: the picture says what to write', async () => {
    const leaves = ONE + leafLine('felt-2.local', '10.0.0.3');
    screen = startScreen({ ...ONE_LEAF, leaves });
    await soon('the picture', () => screen.picture().includes('LEAF=felt-2.local    (10.0.0.3)'));
    expect(screen.picture()).toContain('LEAF=felt.local    (10.0.0.2)');
    expect(screen.shown().every((url) => url.startsWith('file://'))).toBe(true);
  });

  test('of two leaves the one that is heard first is not guessed, either', async () => {
    const later = ONE + leafLine('felt-2.local', '10.0.0.3');
    screen = startScreen({ ...ONE_LEAF, later });
    await soon('the picture', () => screen.picture().includes('LEAF=felt-2.local    (10.0.0.3)'));
    expect(screen.shown().every((url) => url.startsWith('file://'))).toBe(true);
  });

  test('the one that felt-display.txt names is shown, also where it is not announced', async () => {
    const leaves = ONE + leafLine('felt-2.local', '10.0.0.3');
    const answering = 'http://10.0.0.3/health\n';
    screen = startScreen({ ...ONE_LEAF, leaves, answering, settings: 'LEAF=felt-2.local\n' });
    expect(await pageOf()).toStartWith('http://10.0.0.3/display/');
    await screen.stop();
    const far = { address: ADDRESS, answering: 'http://192.168.7.7/health\n' };
    screen = startScreen({ ...far, settings: 'LEAF=192.168.7.7\n' });
    expect(await pageOf()).toStartWith('http://192.168.7.7/display/');
  });

  test('a leaf that comes later is found without anybody', async () => {
    screen = startScreen({ address: ADDRESS, answering: HEALTH });
    await soon('the picture', () => screen.picture().includes('No Felt answers in this network'));
    screen.set('leaves', ONE);
    expect(await pageOf()).toStartWith('http://10.0.0.2/display/');
  });
});

describe('what an installer reads', () => {
  const PICTURES: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['no settings', {}, 'write the Wi-Fi into felt-display.txt'],
    ['no Wi-Fi card', { settings: 'NETWORK=Club\n', wifi: 'NO_DEVICE\n' }, 'has no Wi-Fi'],
    ['a wrong password', { settings: 'NETWORK=Club\n', wifi: 'WRONG_PASSWORD\n' }, 'PASSWORD=…'],
    ['no such Wi-Fi', { settings: 'NETWORK=Club\n', wifi: 'NOT_FOUND\n' }, '2.4 GHz'],
    ['no address', { settings: 'NETWORK=Club\n', wifi: 'JOINED\n' }, 'gives no address'],
    ['joining', { settings: 'NETWORK=Club\n', wifi: 'JOINING\n' }, 'Joining the network'],
    ['a mistake', { settings: 'PROBLEM=KEY 3\n' }, 'Line 3: the keys are NETWORK'],
    ['a leaf named that is away', { settings: 'LEAF=felt-9.local\n' }, 'felt-9.local does not'],
    ['letters of markup', { settings: 'NETWORK=<b>&\n', wifi: 'NOT_FOUND\n' }, '&lt;b&gt;&amp;'],
  ];

  test.each(PICTURES)('%s', async (_, world, words) => {
    screen = startScreen(world);
    await soon('the picture', () => screen.picture().includes(words));
    expect(screen.picture()).not.toContain('<b>');
    expect(screen.picture()).toContain('no address');
  });
});

describe('the page lives, or it is started anew', () => {
  test('a page that speaks is left alone, and the watchdog hears of it', async () => {
    screen = startScreen(ONE_LEAF);
    await pageOf();
    await looksOn(8);
    expect(screen.shown()).toHaveLength(1);
    expect(screen.notes().match(/^WATCHDOG=1$/gmu)?.length).toBeGreaterThanOrEqual(6);
  });

  test('a page that hangs, and only its browser answers pings, is started anew', async () => {
    screen = startScreen(ONE_LEAF);
    await pageOf();
    await looksOn(2);
    screen.set('step', HUNG);
    expect(await screen.exited).toBe(1);
    expect(await screen.said()).toContain('the page says nothing');
  });

  test('a page that never says anything has longer to begin, and is started anew then', async () => {
    screen = startScreen({ ...ONE_LEAF, step: HUNG, words: '0 0\n' });
    await pageOf();
    expect(await screen.exited).toBe(1);
    expect(screen.looks()).toBe(6);
    expect(await screen.said()).toContain('the page says nothing');
  });

  test('DSP-6: while the leaf is away the page stays, however long it says nothing', async () => {
    screen = startScreen(ONE_LEAF);
    const url = await pageOf();
    screen.set('answering', '');
    screen.set('step', '0 0\n');
    await looksOn(8);
    expect(screen.shown()).toEqual([url]);
    screen.set('answering', HEALTH);
    screen.set('step', '4 20\n');
    await looksOn(4);
    expect(screen.shown()).toEqual([url]);
  });

  test('a leaf that got another address is followed', async () => {
    screen = startScreen(ONE_LEAF);
    await pageOf();
    screen.set('leaves', leafLine('felt.local', '10.0.0.77'));
    screen.set('answering', 'http://10.0.0.77/health\n');
    await soon('the other', () => screen.shown().at(-1)?.startsWith('http://10.0.0.77/') === true);
  });

  test('a browser that ends is started anew, by systemd', async () => {
    screen = startScreen(ONE_LEAF);
    await pageOf();
    await looksOn(1);
    screen.killBrowser();
    expect(await screen.exited).toBe(1);
  });

  test('once a day it begins anew, but not while a clock runs', async () => {
    screen = startScreen(ONE_LEAF, 4);
    await pageOf();
    await looksOn(10);
    screen.set('step', RESTING);
    expect(await screen.exited).toBe(0);
    expect(await screen.said()).toContain('a new day');
  });
});
