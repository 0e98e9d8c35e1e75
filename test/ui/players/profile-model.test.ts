import { expect, test } from 'bun:test';
import type { Filled } from '../../../ui/players/profile-model.ts';
import { changesOf, isNamed } from '../../../ui/players/profile-model.ts';

const anna: Filled = {
  ...{ firstName: 'Anna', lastName: 'Holm', nickname: '', email: '', phone: '', notes: '' },
  fullNameOutside: false,
};

test('PLY-1: a form sends what was changed in it and nothing else, with the way back', () => {
  expect(changesOf(anna, anna)).toBeNull();
  expect(changesOf(anna, { ...anna, phone: '20 12 34 56' })).toEqual({
    asked: { phone: '20 12 34 56' },
    was: { phone: '' },
  });
});

test('GDP-3: consent is a change like any other, and can be taken back', () => {
  expect(changesOf(anna, { ...anna, fullNameOutside: true })).toEqual({
    asked: { fullNameOutside: true },
    was: { fullNameOutside: false },
  });
});

test('PLY-1: somebody must be called something', () => {
  expect(isNamed(anna)).toBe(true);
  expect(isNamed({ ...anna, firstName: ' ' })).toBe(false);
  expect(isNamed({ ...anna, firstName: '', nickname: 'The Hawk' })).toBe(true);
});
