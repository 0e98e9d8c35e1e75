import { expect, test } from 'bun:test';
import { rowsOf } from '../../../src/leaf/cloud/restored-rows.ts';

const PIXELS =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const media = (type: string, content: string) =>
  rowsOf({ kind: 'media', id: 'm1', doc: { type, content, createdAt: 1 } }, () => true);

test('SEC-3: only pictures come back from a core, and nothing that a browser would run', () => {
  const script = Buffer.from('<script src="/api/v1/media/m2"></script>').toString('base64');
  expect(media('text/html', script)).toEqual([]);
  expect(media('text/javascript', Buffer.from('fetch("/api/v1")').toString('base64'))).toEqual([]);
  // A picture by its bytes, and a page by its name.
  expect(media('text/html', PIXELS)).toEqual([]);
  expect(media('image/png', PIXELS)).toEqual([
    {
      table: 'media',
      key: { id: 'm1' },
      row: { type: 'image/png', content: PIXELS, createdAt: 1 },
    },
  ]);
});
