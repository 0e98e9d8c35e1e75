import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const DATA = join(import.meta.dir, '../../data/machines');

/**
 * A board's /sys, /proc and /etc as a folder, from a text file with a line for each file or link.
 * @param changes lines that replace what the file has for the same path.
 */
export const openBoard = (name: string, changes: { readonly [path: string]: string } = {}) => {
  const root = mkdtempSync(join(tmpdir(), 'felt-board-'));
  const lines = readFileSync(join(DATA, `${name}.txt`), 'utf8').split('\n');
  const files = new Map<string, string>();
  for (const line of lines) {
    const [, path, how, what = ''] = /^([^#\s]+) (=|->) (.*)$/u.exec(line) ?? [];
    if (path === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (how === '->') symlinkSync(what, join(root, path));
    else files.set(path, what.replaceAll('\\n', '\n'));
  }
  for (const [path, text] of Object.entries(changes)) files.set(path, text);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
};
