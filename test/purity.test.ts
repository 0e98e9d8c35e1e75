import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { purityBreaches } from '../scripts/purity.ts';
import { inFolder } from './folder.ts';

const breachesOf = (text: string, file = 'src/poker/wrong.ts') =>
  inFolder({ [file]: text }, purityBreaches);

const root = join(import.meta.dir, '..');

test('the pure folders know no clock, no chance, no machine and no inexact arithmetic', () => {
  expect(purityBreaches(root)).toEqual([]);
});

test.each([
  ['the time', 'export const a = new Date();'],
  ['the time as text', 'export const a = Date();'],
  ['the time in ms', 'export const a = Date.now();'],
  ['the time under another name', 'const { now } = Date; export const a = now();'],
  ['the time by a computed name', "export const a = Date['now']();"],
  ['a time zone', 'export const a = (ms: number) => new Date(ms).getHours();'],
  ['chance', 'export const a = Math.random();'],
  ['chance under another name', 'const { random } = Math; export const a = random();'],
  ['pow', 'export const a = Math.pow(1.1, 3);'],
  ['pow as an operator', 'export const a = (x: number) => 1.1 ** x;'],
  ['pow in an assignment', 'let a = 1.1; a **= 3; export { a };'],
  ['exp', 'export const a = Math.exp(1);'],
  ['log', 'export const a = Math.log(2);'],
  ['the stop watch', 'export const a = performance.now();'],
  ['the process', "export const a = process.env['HOME'];"],
  ['the process, handed over', 'export const a = { process };'],
  ['cryptographic chance', 'export const a = crypto.randomUUID();'],
  ['the network', "export const a = () => fetch('/x');"],
  ['a timer', 'export const a = () => setTimeout(() => {}, 1);'],
  ['anything, through the global object', "export const a = globalThis['Date'];"],
  ['code out of text', "export const a = eval('1');"],
  ['the module itself', 'export const a = import.meta.url;'],
  ['a module at run time', "export const a = () => import('./b.ts');"],
  ['the console', "export const a = () => console.log('x');"],
])('pure code that reaches for %s is found', async (_, text) => {
  expect(await breachesOf(`// first line\n${text}`)).toMatchObject([
    { file: 'src/poker/wrong.ts', line: 2 },
  ]);
});

test('what only looks like it is let through', async () => {
  const text = `
    // new Date(), Date.now(), Math.random(), fetch('x')
    import { type Now as crypto } from './now.ts';
    export type Process = { readonly process: Date; readonly fetch: typeof fetch };
    export const at = (ms: number): string => new Date(ms).toISOString();
    export const utc = new Date(Date.UTC(2026, 0, 1)).getUTCHours();
    export const said = 'process.exit() and Math.random()';
    export const value = (x: Process) => x.process as Date;
    export const made = { fetch: 1, performance: Math.max(1, Math.floor(2)) };
    export const digits = (n: number) => [10 ** n, 2n ** BigInt(n), BigInt(n) ** 3n];
  `;
  expect(await breachesOf(text)).toEqual([]);
});

test.each(['src/kernel/a.ts', 'src/rooms/x/decide/a.ts', 'src/flows/a.ts'])(
  '%s is pure',
  async (file) => {
    expect(await breachesOf('export const a = Math.random();', file)).toHaveLength(1);
  },
);

test.each(['src/rooms/x/routes.ts', 'src/rooms/x/room.ts', 'src/log/a.ts'])(
  '%s need not be pure',
  async (file) => {
    expect(await breachesOf('export const a = Math.random();', file)).toEqual([]);
  },
);
