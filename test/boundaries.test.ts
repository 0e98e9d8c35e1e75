import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { boundaryBreaches } from '../scripts/boundaries.ts';
import { inFolder } from './folder.ts';

const MANIFEST = JSON.stringify({
  dependencies: { hono: '1', valibot: '1', preact: '1', '@preact/signals': '1' },
  devDependencies: { 'fast-check': '1' },
});

/** The breaches of one import, with both ends there and nothing else to complain about. */
const importing = (file: string, text: string) =>
  inFolder({ 'package.json': MANIFEST, [file]: text, 'test/all.test.ts': all(file) }, (root) =>
    boundaryBreaches(root).map((breach) => `${breach.file}: ${breach.message}`),
  );

const all = (file: string): string => `import '../${file}';`;

test('the house keeps its own order of imports', () => {
  expect(boundaryBreaches(join(import.meta.dir, '..'))).toEqual([]);
});

test.each([
  ['src/kernel/a.ts', "import { x } from '../poker/b.ts';", 'src/poker/b.ts'],
  ['src/kernel/a.ts', "import { Hono } from 'hono';", 'hono'],
  ['src/kernel/a.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
  ['src/poker/a.ts', "import { x } from '../rooms/cash/state.ts';", 'src/rooms/cash/state.ts'],
  ['src/poker/a.ts', "import { Hono } from 'hono';", 'hono'],
  ['src/rooms/cash/a.ts', "import { x } from '../dealers/b.ts';", 'src/rooms/dealers/b.ts'],
  ['src/rooms/cash/room.ts', "import { x } from '../dealers/b.ts';", 'src/rooms/dealers/b.ts'],
  ['src/rooms/cash/routes.ts', "import { x } from '../dealers/b.ts';", 'src/rooms/dealers/b.ts'],
  ['src/rooms/cash/routes.ts', "import { x } from '../../server/app.ts';", 'src/server/app.ts'],
  ['src/rooms/cash/routes.ts', "import { x } from '../../log/port.ts';", 'src/log/port.ts'],
  ['src/rooms/cash/decide.ts', "import { x } from './routes.ts';", 'src/rooms/cash/routes.ts'],
  ['src/rooms/cash/decide/a.ts', "import { x } from '../room.ts';", 'src/rooms/cash/room.ts'],
  ['src/rooms/cash/decide.ts', "import * as v from 'valibot';", 'valibot'],
  ['src/rooms/cash/decide.ts', "import { x } from '../../flows/b.ts';", 'src/flows/b.ts'],
  ['src/flows/a.ts', "import { x } from '../rooms/cash/routes.ts';", 'src/rooms/cash/routes.ts'],
  ['src/flows/a.ts', "import { x } from '../rooms/cash/room.ts';", 'src/rooms/cash/room.ts'],
  ['src/flows/a.ts', "import { x } from '../log/b.ts';", 'src/log/b.ts'],
  ['src/importers/a.ts', "import { x } from '../rooms/cash/state.ts';", 'src/rooms/cash/state.ts'],
  ['src/importers/a.ts', "import { x } from '../server/b.ts';", 'src/server/b.ts'],
  ['src/log/a.ts', "import { x } from '../rooms/cash/state.ts';", 'src/rooms/cash/state.ts'],
  ['src/log/a.ts', "import { x } from '../sync/b.ts';", 'src/sync/b.ts'],
  ['src/sync/a.ts', "import { x } from '../server/b.ts';", 'src/server/b.ts'],
  ['src/server/a.ts', "import { x } from '../rooms/cash/decide.ts';", 'src/rooms/cash/decide.ts'],
  ['src/server/a.ts', "import { x } from '../log/libsql.ts';", 'src/log/libsql.ts'],
  ['src/server/a.ts', "import { x } from '../log/handle.ts';", 'src/log/handle.ts'],
  ['src/server/a.ts', "import { x } from '../flows/b.ts';", 'src/flows/b.ts'],
  ['src/server/a.ts', "import { x } from '../leaf/b.ts';", 'src/leaf/b.ts'],
  ['src/leaf/main.ts', "import { x } from '../core/b.ts';", 'src/core/b.ts'],
  ['src/core/main.ts', "import { x } from '../leaf/b.ts';", 'src/leaf/b.ts'],
  ['src/leaf/main.ts', "import { x } from '../../test/b.ts';", 'test/b.ts'],
  ['ui/main.ts', "import { app } from '../src/server/app.ts';", 'src/server/app.ts'],
  ['ui/main.ts', "import { x } from '../src/log/port.ts';", 'src/log/port.ts'],
  ['ui/main.ts', "import { x } from '../src/rooms/cash/routes.ts';", 'src/rooms/cash/routes.ts'],
  ['ui/main.ts', "import { x } from '../displays/clock.ts';", 'displays/clock.ts'],
  ['ui/main.ts', "import { x } from 'node:fs';", 'node:fs'],
  ['displays/main.ts', "import { x } from '../ui/parts/button.ts';", 'ui/parts/button.ts'],
])('%s may not contain: %s', async (file, text, target) => {
  expect(await importing(file, text)).toEqual([
    expect.stringMatching(new RegExp(`^${file}: .* may not import ${target}`)),
  ]);
});

test.each([
  ['export … from', "export { x } from '../rooms/cash/state.ts';"],
  ['export *', "export * from '../rooms/cash/state.ts';"],
  ['import for its effect', "import '../rooms/cash/state.ts';"],
  ['import()', "export const x = () => import('../rooms/cash/state.ts');"],
  ['import type', "import type { X } from '../rooms/cash/state.ts';"],
  ['a type written in place', "export type X = import('../rooms/cash/state.ts').X;"],
])('a forbidden import is found when it is written as %s', async (_, text) => {
  expect(await importing('src/log/a.ts', text)).toHaveLength(1);
});

test.each([
  ['src/kernel/a.ts', "import * as v from 'valibot';"],
  ['src/poker/a.ts', "import { x } from '../kernel/b.ts';"],
  ['src/rooms/cash/commands.ts', "import * as v from 'valibot';"],
  ['src/rooms/cash/decide/a.ts', "import { x } from '../state.ts';"],
  ['src/rooms/cash/decide/a.ts', "import { x } from '../../../poker/b.ts';"],
  ['src/rooms/cash/routes.ts', "import { x } from '../../server/shell.ts';"],
  ['src/rooms/cash/routes.ts', "import { x } from './room.ts';"],
  ['src/rooms/cash/routes.ts', "import { Hono } from 'hono';"],
  ['src/flows/a.ts', "import { x } from '../rooms/cash/state.ts';"],
  ['src/importers/a.ts', "import { x } from '../rooms/cash/commands.ts';"],
  ['src/server/a.ts', "import { x } from '../rooms/cash/routes.ts';"],
  ['src/server/a.ts', "import { x } from '../log/port.ts';"],
  ['src/server/a.ts', "import type { X } from '../log/handle.ts';"],
  ['src/server/a.ts', "import type { X } from '../flows/flow.ts';"],
  ['src/leaf/main.ts', "import { x } from '../server/app.ts';"],
  ['ui/main.ts', "import type { App } from '../src/server/app.ts';"],
  ['ui/main.ts', "import { type App } from '../src/server/app.ts';"],
  ['ui/main.ts', "import { evolve } from '../src/rooms/cash/evolve.ts';"],
  ['displays/main.ts', "import { html } from '../ui/html.ts';"],
])('%s may contain: %s', async (file, text) => {
  expect(await importing(file, text)).toEqual([]);
});

test('a package must be declared, and a tool is no part of the product', async () => {
  expect(await importing('src/log/a.ts', "import { x } from '@felt/unheard/of';")).toEqual([
    'src/log/a.ts: @felt/unheard/of is not in package.json',
  ]);
  expect(await importing('src/log/a.ts', "import fc from 'fast-check';")).toEqual([
    'src/log/a.ts: fast-check is not in package.json',
  ]);
  expect(await importing('test/a.ts', "import fc from 'fast-check';")).toEqual([]);
});

test('a file outside the folders of the house is found', async () => {
  expect(await importing('src/utils/a.ts', 'export const x = 1;')).toEqual([
    'src/utils/a.ts: lies in no folder of the import table',
  ]);
});

test('a ring of imports is found, also through types', async () => {
  const ring = {
    'package.json': MANIFEST,
    'src/log/a.ts': "import { x } from './b.ts';",
    'src/log/b.ts': "import type { X } from './c.ts';",
    'src/log/c.ts': "export { y } from './a.ts';",
  };
  expect((await inFolder(ring, boundaryBreaches)).map((breach) => breach.message)).toEqual([
    'imports itself: src/log/a.ts → src/log/b.ts → src/log/c.ts → src/log/a.ts',
  ]);
});

test('a file that nobody imports is found; programs, pages and tests begin somewhere', async () => {
  const files = {
    'package.json': MANIFEST,
    'src/log/a.ts': 'export const x = 1;',
    'src/log/tested.ts': 'export const x = 1;',
    'src/leaf/main.ts': '',
    'ui/main.ts': '',
    'ui/player.ts': '',
    'displays/main.ts': '',
    'scripts/build.ts': '',
    'test/log/a.test.ts': "import '../../src/log/tested.ts';",
  };
  expect(await inFolder(files, boundaryBreaches)).toEqual([
    { file: 'src/log/a.ts', line: 1, message: 'is imported by nobody' },
  ]);
});
