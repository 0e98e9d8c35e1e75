import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { sideSpotOf, spotOf } from '../../displays/final-table/model.ts';
import { fitBox, geometryOf } from '../../displays/shared/geometry.ts';
import { columnsOf, sheetOf } from '../../displays/shared/paging.ts';
import { wifiCode } from '../../displays/shared/qr.ts';

test.each([
  [1280, 720, 8, 'wide'],
  [1920, 1080, 12, 'wide'],
  [3840, 2160, 24, 'wide'],
  [2560, 1080, 12, 'wide'],
  [1024, 768, 6.4, 'square'],
  [1080, 1920, 12, 'tall'],
] as const)('DSP-5: %i × %i is %d px a rem, %s', (width, height, rem, shape) => {
  const found = geometryOf(width, height);
  expect({ rem: found.rem, shape: found.shape }).toEqual({ rem, shape });
  expect(Math.min(found.wide, found.high)).toBeGreaterThanOrEqual(90);
});

test('DSP-5: every line of a list is on exactly one page, and a page never outgrows its room', () => {
  const sizes = fc.record({
    lines: fc.integer({ min: 0, max: 600 }),
    wide: fc.double({ min: 70, max: 220, noNaN: true }),
    high: fc.double({ min: 20, max: 120, noNaN: true }),
    least: fc.double({ min: 5, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(sizes, (room) => {
      const sheet = sheetOf(room);
      expect(sheet.apart).toBeGreaterThanOrEqual(sheet.rowHigh);
      expect(sheet.rows * sheet.apart).toBeLessThanOrEqual(room.high + 1e-9);
      expect(sheet.columns * sheet.columnWide + (sheet.columns - 1) * 3).toBeLessThanOrEqual(
        room.wide + 0.001,
      );
      const all = Array.from({ length: room.lines }, (_, i) => i);
      const shown = Array.from({ length: sheet.pages }, (_, page) =>
        columnsOf(all, sheet, page).flat(),
      );
      expect(shown.flat()).toEqual(all);
    }),
  );
});

test('few lines stand large, many dense', () => {
  const room = { wide: 148, high: 52, least: 12 };
  expect(sheetOf({ ...room, lines: 6 })).toMatchObject({ columns: 1, pages: 1, rowHigh: 8.4 });
  expect(sheetOf({ ...room, lines: 200 })).toMatchObject({ columns: 3, rowHigh: 3.8 });
});

test('DSP-10: an announcement of any length has a size in which it finds room', () => {
  const text = fc.string({ minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(text, (words) => {
      const size = fitBox(words, 130, 62, 15);
      expect(size).toBeGreaterThanOrEqual(2);
      expect(size).toBeLessThanOrEqual(15);
    }),
  );
  expect(fitBox('Dinner', 130, 62, 15)).toBe(15);
  const long = 'Bartholomäus-Maximilian-von-Hohenlohe-Waldenburg';
  // Inter in bold, as it is written: 0.54 of its size to a letter.
  expect(fitBox(long, 130, 62, 15) * 0.54 * long.length).toBeLessThanOrEqual(130);
});

test('ACC-5: a Wi-Fi code keeps what its own marks mean', () => {
  expect(wifiCode({ ssid: 'A;B', password: 'x:"y"\\,' })).toBe(
    'WIFI:T:WPA;S:A\\;B;P:x\\:\\"y\\"\\\\\\,;;',
  );
  expect(wifiCode({ ssid: 'Open', password: '' })).toBe('WIFI:T:nopass;S:Open;;');
});

test('DSP-2: seats go round the table clockwise from the top, all on its rim', () => {
  const spots = Array.from({ length: 9 }, (_, i) => spotOf(i, 9));
  expect(spots[0]?.x).toBeGreaterThan(0);
  expect(spots[0]?.y).toBeLessThan(0);
  expect(spots[8]?.x).toBeLessThan(0);
  const sides = Array.from({ length: 4 }, (_, i) => sideSpotOf(i, 4));
  expect(sides).toEqual([
    { x: 1, y: -1 },
    { x: 1, y: 1 },
    { x: -1, y: 1 },
    { x: -1, y: -1 },
  ]);
  for (const { x, y } of spots) expect(Math.abs(x) ** 3 + Math.abs(y) ** 3).toBeCloseTo(1);
});
