import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { encode } from 'uqr';
import { qrRows } from '../../displays/shared/qr-code.ts';

/** The same text by a library that we did not write. */
const byLibrary = (text: string, maskPattern: number): boolean[][] =>
  encode([...new TextEncoder().encode(text)], {
    ...{ ecc: 'L', boostEcc: false, border: 0, maskPattern },
  }).data;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

test('ACC-5: every module is where a library of others puts it', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 230, unit: 'grapheme' }),
      fc.integer({ min: 0, max: 7 }),
      (text, mask) => {
        fc.pre(bytes(text) <= 230);
        expect(qrRows(text, mask)).toEqual(byLibrary(text, mask));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([17, 32, 53, 78, 106, 134, 154, 192, 230])('ACC-5: %i bytes just fit a version', (n) => {
  expect(qrRows('a'.repeat(n), 3)).toEqual(byLibrary('a'.repeat(n), 3));
});

test('ACC-5: what does not fit is no code rather than a wrong one', () => {
  expect(qrRows('a'.repeat(231))).toBeNull();
});

test('ACC-5: the mask that reads best is one of the eight', () => {
  const text = 'http://192.168.1.20:8080/t/0197f3a1-7c1e-7000-8000-000000000001';
  const all = Array.from({ length: 8 }, (_, mask) => JSON.stringify(byLibrary(text, mask)));
  expect(all).toContain(JSON.stringify(qrRows(text)));
});
