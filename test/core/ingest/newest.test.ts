import { expect, test } from 'bun:test';
import { createNewest } from '../../../src/core/ingest/newest.ts';
import { settled } from '../../world/healing.ts';

/** Work that the test lets go on. */
const desk = () => {
  const done: string[] = [];
  const going: (() => void)[] = [];
  const take = createNewest(async (key, one: number) => {
    done.push(`${key}${one}`);
    await new Promise<void>((resolve) => going.push(resolve));
  });
  const finish = async () => {
    going.shift()?.();
    await settled();
  };
  return { done, take, finish };
};

test('SEC-6: of what comes while one is at work only the newest is looked at', async () => {
  const { done, take, finish } = desk();
  for (const n of [1, 2, 3, 4]) take('a', n);
  expect(done).toEqual(['a1']);
  await finish();
  expect(done).toEqual(['a1', 'a4']);
  await finish();
  take('a', 5);
  expect(done).toEqual(['a1', 'a4', 'a5']);
});

test('SEC-6: nobody waits for somebody else', () => {
  const { done, take } = desk();
  take('a', 1);
  take('b', 1);
  expect(done).toEqual(['a1', 'b1']);
});
