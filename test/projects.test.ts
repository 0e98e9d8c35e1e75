import { expect, test } from 'bun:test';
import { copyFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder } from './folder.ts';

const ROOT = join(import.meta.dir, '..');

/** The errors of the compiler over these files, under the project's own settings: `file: code`. */
const errorsOf = (files: { readonly [file: string]: string }): Promise<readonly string[]> =>
  inFolder(files, (root) => {
    for (const name of readdirSync(ROOT).filter((one) => /^tsconfig.*\.json$/.test(one))) {
      copyFileSync(join(ROOT, name), join(root, name));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const { stdout } = Bun.spawnSync(
      [join(ROOT, 'node_modules/.bin/tsc'), '-b', '--pretty', 'false'],
      {
        cwd: root,
        stdin: 'ignore',
      },
    );
    const lines = [...stdout.toString().matchAll(/^([^\s(]+)\(\d+,\d+\): error (TS\d+)/gm)];
    return lines.map((line) => `${line[1]}: ${line[2]}`).sort();
  });

test('rules, server, pages and tests each compile with what they may see, and folders may be missing', async () => {
  expect(
    await errorsOf({
      'src/kernel/a.ts': "export const x: string = new Intl.NumberFormat('en').format(1);",
      'src/rooms/cash/state.ts': "export { x } from '../../kernel/a.ts';",
      'src/rooms/cash/routes.ts':
        "import { x } from './state.ts'; export const y = process.cwd() + x;",
      'src/server/app.ts': "export { y } from '../rooms/cash/routes.ts';",
      'ui/main.ts':
        "import type { y } from '../src/server/app.ts'; document.title = '' satisfies typeof y;",
    }),
  ).toEqual([]);
});

test('rules see neither platform nor files outside; pages see no server; the strict options hold', async () => {
  expect(
    await errorsOf({
      'src/kernel/chance.ts': 'export const x = crypto.randomUUID();',
      'src/kernel/timer.ts': 'setTimeout(() => {}, 1); export {};',
      'src/poker/page.ts': "export const x = () => fetch('/');",
      'src/rooms/cash/decide.ts': "export { y } from './routes.ts';",
      'src/rooms/cash/routes.ts': 'export const y = 1;',
      'src/log/index.ts': 'export const first = (list: readonly string[]): string => list[0];',
      'src/log/optional.ts': 'export const x: { y?: string } = { y: undefined };',
      'src/log/enum.ts': 'export enum Colour { Red }',
      'ui/main.ts': "export const x = process.env['HOME'];",
    }),
  ).toEqual([
    'src/kernel/chance.ts: TS2304',
    'src/kernel/timer.ts: TS2304',
    'src/log/enum.ts: TS1294',
    'src/log/index.ts: TS2322',
    'src/log/optional.ts: TS2375',
    'src/poker/page.ts: TS2304',
    'src/rooms/cash/decide.ts: TS6307',
    'ui/main.ts: TS2591',
  ]);
});
