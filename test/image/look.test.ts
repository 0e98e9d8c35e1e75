import { expect, test } from 'bun:test';
import { changeOf, lookOf, showsPage } from './look.ts';
import { type Picture, readPpm } from './screen.ts';

const WIDTH = 320;
const HEIGHT = 180;

/** @param shadeAt of 0 to 255, of the point at x, y. */
const picture = (shadeAt: (x: number, y: number) => number): Picture => {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i += 1)
    rgb.fill(shadeAt(i % WIDTH, Math.floor(i / WIDTH)), i * 3, i * 3 + 3);
  return { width: WIDTH, height: HEIGHT, rgb };
};

/** Bright on dark with soft edges, as a letter is: a stroke 20 points wide that begins at x. */
const stroke = (from: number) =>
  picture((x) => Math.max(22, 245 - Math.max(0, Math.abs(x - from - 10) - 4) * 8));

test('OPS-4: a page is told from a screen that shows none', () => {
  expect(showsPage(lookOf(stroke(40)))).toBe(true);
  const none: readonly (readonly [string, Picture])[] = [
    ['black', picture(() => 0)],
    ['one colour', picture(() => 22)],
    ['a console: two colours', picture((x, y) => (y < 16 && x % 3 === 0 ? 170 : 0))],
    ['a page without letters: a faint gradient', picture((x) => 20 + Math.floor(x / 8))],
    ['a mark of a few points', picture((x, y) => (x < 30 && y === 0 ? 100 + x * 5 : 0))],
  ];
  for (const [what, it] of none) expect([what, showsPage(lookOf(it))]).toEqual([what, false]);
});

test('OPS-4: how much of a picture changes', () => {
  expect(changeOf(stroke(40), stroke(40))).toBe(0);
  const moved = changeOf(stroke(40), stroke(41));
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(0.3);
  expect(changeOf(stroke(40), { ...stroke(40), width: HEIGHT, height: WIDTH })).toBe(1);
});

test('OPS-4: a picture of qemu is read, and one cut short is refused', () => {
  const head = Buffer.from('P6\n2 1\n255\n');
  const file = Buffer.concat([head, Buffer.from([1, 2, 3, 4, 5, 6])]);
  expect(readPpm(file)).toEqual({ width: 2, height: 1, rgb: new Uint8Array([1, 2, 3, 4, 5, 6]) });
  expect(() => readPpm(file.subarray(0, -1))).toThrow('no whole PPM');
  expect(() => readPpm(Buffer.from('P5\n2 1\n255\n12'))).toThrow('no whole PPM');
});
