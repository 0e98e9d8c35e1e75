import { expect, test } from 'bun:test';
import { createMoments } from '../../src/server/moments.ts';

/** A clock that the test moves, and what was made, in order. */
const open = () => {
  const made: string[] = [];
  let ms = 0;
  const moments = createMoments<string>(() => ms);
  const ask = (key: string) =>
    moments.of(key, async () => {
      made.push(key);
      return `${key} ${made.length}`;
    });
  return { made, moments, ask, pass: (by: number) => (ms += by) };
};

test('PWA-1: a room that asks for the same page at once has it made once, and anew half a second later', async () => {
  const { made, ask, pass, moments } = open();
  expect(new Set(await Promise.all(Array.from({ length: 1_000 }, () => ask('a'))))).toEqual(
    new Set(['a 1']),
  );
  pass(499);
  expect(await ask('a')).toBe('a 1');
  pass(1);
  expect(await ask('a')).toBe('a 2');
  moments.forget();
  expect(await ask('a')).toBe('a 3');
  expect(made).toEqual(['a', 'a', 'a']);
});

test('PWA-1: different pages are made one at a time, and everything else comes in between', async () => {
  const { made, ask } = open();
  const others: number[] = [];
  const tick = () => {
    others.push(made.length);
    if (made.length < 20) setImmediate(tick);
  };
  setImmediate(tick);
  await Promise.all(Array.from({ length: 20 }, (_, i) => ask(`${i}`)));
  expect(new Set(others).size).toBeGreaterThan(15);
});

test('what could not be made is told to who waits, and tried anew by the next', async () => {
  const { moments } = open();
  const failing = moments.of('a', async () => {
    throw new Error('no page');
  });
  await expect(failing).rejects.toThrow('no page');
  expect(await moments.of('a', async () => 'there')).toBe('there');
});

test('only so many are kept: strangers with addresses of their own fill no memory', async () => {
  const { made, ask } = open();
  for (let i = 0; i < 33; i++) await ask(`${i}`);
  await ask('32');
  expect(made.length).toBe(33);
  await ask('0');
  expect(made.length).toBe(34);
});
