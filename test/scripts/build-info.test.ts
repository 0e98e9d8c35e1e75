import { expect, test } from 'bun:test';
import { rootKeys } from '../../scripts/build/info.ts';
import { Failed } from '../../src/server/failed.ts';

test('OPS-3: a file of root keys that is not there is named with its whole path', () => {
  const before = process.env['FELT_ROOT_KEYS'];
  process.env['FELT_ROOT_KEYS'] = 'no-such-roots.json';
  try {
    expect(rootKeys).toThrow(Failed);
    expect(rootKeys).toThrow(`there is no file ${process.cwd()}/no-such-roots.json`);
  } finally {
    if (before === undefined) delete process.env['FELT_ROOT_KEYS'];
    else process.env['FELT_ROOT_KEYS'] = before;
  }
});
