import { afterEach, beforeEach, expect, test } from 'bun:test';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSecretFile } from '../../../src/sync/nats/secret-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('SEC-4: whoever laid a link into the folder does not choose what is written over', () => {
  const [other, path] = [join(folder, 'other'), join(folder, 'secret')];
  writeFileSync(other, 'root’s own');
  symlinkSync(other, `${path}.new`);
  writeSecretFile(path, 'mine');
  expect(readFileSync(other, 'utf8')).toBe('root’s own');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['other', 'secret']);
});

test('SEC-4: nobody else may read it, whatever a write that was cut off has left', () => {
  const path = join(folder, 'secret');
  writeFileSync(`${path}.new`, 'half of something longer', { mode: 0o644 });
  writeSecretFile(path, 'mine');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
