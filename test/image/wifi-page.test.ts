import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCRIPTS } from './wifi-stage.ts';

const HOST = '192.168.77.1';
const OWN = 'NAME=Felt screen 1a2b\nPASSWORD=four2aces2\nREASON=';
const hex = (text: string | Uint8Array): string => Buffer.from(text).toString('hex');
const EVIL = `<img src=x onerror=alert(1)>&"'`;

let folder: string;
const at = (...path: readonly string[]): string => join(folder, ...path);
const leave = (name: string, text: string): void => writeFileSync(at('wifi', name), text);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-page-'));
  for (const part of ['wifi', 'asked']) mkdirSync(at(part));
  leave('state', 'OPEN\n');
  leave('own', `${OWN}\n`);
  leave('country', 'DK\n');
  leave('networks', `${hex('Club Poker')}\tlocked\n${hex('Guests')}\topen\n${hex(EVIL)}\tlocked\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One connection, as systemd hands it over. */
const send = (request: string | Uint8Array) => {
  const { stdout, stderr, exitCode } = Bun.spawnSync(['sh', join(SCRIPTS, 'wifi-page.sh')], {
    env: { ...process.env, FELT_WIFI_RUN: at('wifi'), FELT_ASKED: at('asked'), TMPDIR: folder },
    stdin: Buffer.from(request),
  });
  expect(stderr.toString()).toBe('');
  expect(exitCode).toBe(0);
  const [head = '', body = ''] = stdout.toString().split('\r\n\r\n');
  const length = /^Content-Length: (\d+)$/imu.exec(head)?.[1];
  expect(Buffer.byteLength(body)).toBe(Number(length));
  // Nothing of it stays but the request.
  expect(readdirSync(folder).toSorted()).toEqual(['asked', 'wifi']);
  return { status: Number(head.split(' ')[1]), head, body };
};
const get = (path = '/', host = HOST) => send(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
const post = (body: string, { host = HOST, length = Buffer.byteLength(body) } = {}) =>
  send(`POST /join HTTP/1.1\r\nHost: ${host}\r\ncontent-length: ${length}\r\n\r\n${body}`);
const keyOf = (): string => /name="key" value="([0-9a-f]{32})"/u.exec(get().body)?.[1] ?? '';
const fill = (fields: Readonly<Record<string, string>>) =>
  post(new URLSearchParams({ key: keyOf(), country: 'dk', ...fields }).toString());
const asked = (): string | null =>
  existsSync(at('asked/request')) ? readFileSync(at('asked/request'), 'utf8') : null;

describe('DSP-11: the page on which a phone tells the Wi-Fi', () => {
  test('lists what was heard, and shows names of neighbours as letters', () => {
    const { status, head, body } = get();
    expect(status).toBe(200);
    expect(head).toContain("Content-Security-Policy: default-src 'none'");
    expect(body).toContain('Felt screen 1a2b');
    expect(body).toContain(`value="${hex('Club Poker')}"><bdi>Club Poker</bdi></label>`);
    expect(body).toContain('<bdi>Guests</bdi><small>no password</small>');
    expect(body).toContain('<bdi>&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;</bdi>');
    expect(body).not.toContain('<img');
    expect(body).toContain('value="DK"');
  });

  test('says why the last one was not joined', () => {
    expect(get().body).not.toContain('role="alert"');
    leave('own', `${OWN}WRONG_PASSWORD\n`);
    expect(get().body).toContain('has refused the password');
  });

  test('a Wi-Fi of the list, with its password', () => {
    const { status, body } = fill({ network: hex('Club Poker'), password: 'four aces!' });
    expect(status).toBe(200);
    expect(body).toContain('Joining Club Poker');
    expect(asked()).toBe('NETWORK=Club Poker\nPASSWORD=four aces!\nCOUNTRY=DK\n');
    expect(readdirSync(at('asked'))).toEqual(['request']);
  });

  test('one that is not in the list, and one without a password', () => {
    expect(fill({ network: 'other', name: 'Ø & "x"', password: '12345678' }).status).toBe(200);
    expect(asked()).toBe('NETWORK=Ø & "x"\nPASSWORD=12345678\nCOUNTRY=DK\n');
    expect(fill({ network: hex('Guests'), password: '' }).status).toBe(200);
    expect(asked()).toBe('NETWORK=Guests\nCOUNTRY=DK\n');
  });

  const SHELL = '$(touch x) `touch x` ; touch x \\c %s $IFS';
  test('letters that mean something elsewhere are letters', () => {
    expect(fill({ name: "'; touch x #\\n\\c", password: SHELL }).status).toBe(200);
    expect(asked()).toBe(`NETWORK='; touch x #\\n\\c\nPASSWORD=${SHELL}\nCOUNTRY=DK\n`);
  });

  test.each([
    ['no name', { name: '' }, 'Choose a Wi-Fi'],
    ['a name that is too long', { name: 'x'.repeat(33) }, 'Choose a Wi-Fi'],
    ['a short password', { name: 'Club', password: 'seven77' }, '8 to 63'],
    ['none where there is a lock', { network: hex('Club Poker'), password: '' }, '8 to 63'],
    ['no country', { name: 'Club', country: '' }, 'two letters'],
    ['a country of signs', { name: 'Club', country: '$(' }, 'two letters'],
    ['a second line in a name', { name: 'Club\nLEAF=evil.example' }, 'cannot be understood'],
    ['a second line in hexadecimal', { network: hex('Club\nLEAF=a.b') }, 'cannot be understood'],
    ['a wrong key', { name: 'Club', key: 'a'.repeat(32) }, 'cannot be understood'],
    ['no hexadecimal', { network: 'zz' }, 'cannot be understood'],
  ])('%s is refused with its reason, and nothing is left', (_, fields, words) => {
    const { status, body } = fill(fields);
    expect(status).toBe(400);
    expect(body).toContain(words);
    expect(asked()).toBeNull();
  });

  test.each([
    ['', 400],
    ['&&&', 400],
    ['key', 400],
    ['name=a&name=b', 400],
    ['%', 400],
    ['name=%00', 400],
    ['name=a\nb', 400],
    ['\u0000\u0001', 400],
  ])('nonsense %j is refused', (body, status) => {
    expect(post(body).status).toBe(status);
    expect(asked()).toBeNull();
  });

  test('too long a form, a wrong length, and headers without end', () => {
    expect(post('x'.repeat(1_025)).status).toBe(413);
    for (const length of [99_999_999, -1, Number.NaN])
      expect([400, 413]).toContain(post('x', { length }).status);
    expect(post('name=a', { length: 500 }).status).toBe(400);
    const many = 'X: y\r\n'.repeat(65);
    expect(send(`GET / HTTP/1.1\r\n${many}\r\n`).status).toBe(431);
    expect(asked()).toBeNull();
  });

  test("another page's form, and another name for the screen, are refused", () => {
    const body = new URLSearchParams({ key: keyOf(), name: 'Club', country: 'DK' }).toString();
    expect(post(body, { host: 'evil.example' }).status).toBe(403);
    expect(post(body.replace(/^key=./u, 'key=x')).status).toBe(400);
    expect(asked()).toBeNull();
  });

  test('what a phone asks to see whether there is an internet leads to the page', () => {
    const { status, head } = get('/generate_204', 'connectivitycheck.example');
    expect(status).toBe(302);
    expect(head).toEndWith(`Location: http://${HOST}/`);
    expect(send('DELETE / HTTP/1.1\r\n\r\n').status).toBe(405);
    expect(send('\r\n\r\n').status).toBe(405);
  });

  test('once the screen has a network, it is told nothing', () => {
    leave('state', 'JOINED\n');
    expect(get().status).toBe(503);
    expect(post('key=x').status).toBe(503);
  });
});
