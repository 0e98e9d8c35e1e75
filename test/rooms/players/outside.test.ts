import { expect, test } from 'bun:test';
import { outsideName } from '../../../src/rooms/players/views.ts';

const nameOf = (firstName: string, lastName = '', nickname = '', fullNameOutside = false): string =>
  outsideName({ firstName, lastName, nickname, fullNameOutside });

test('GDP-3: outside the room a person is an alias, or a first name with an initial', () => {
  expect(nameOf('Anna', 'Hansen')).toBe('Anna H.');
  expect(nameOf('Anna', 'Hansen', 'The Hawk')).toBe('The Hawk');
  expect(nameOf(' Anna ', ' hansen ', '  ')).toBe('Anna H.');
  expect(nameOf('Madonna')).toBe('Madonna');
});

test.each([
  ['Bartholomäus-Maximilian', 'von Hohenlohe-Waldenburg', 'Bartholomäus-Maximilian v. H.'],
  ['Ursula', 'von der Leyen', 'Ursula v. d. L.'],
  ['Giovanni', 'della Rovere', 'Giovanni d. R.'],
  ['Gabriel', 'García Márquez', 'Gabriel G.'],
  ['Robin', 'van', 'Robin V.'],
  ['Sinéad', "O'Connor", 'Sinéad O.'],
  ['Omar', 'al-Rashid', 'Omar R.'],
  ['Søren', 'Ægidius', 'Søren Æ.'],
])('GDP-3: particles say little alone: %s %s is %s', (firstName, lastName, expected) => {
  expect(nameOf(firstName, lastName)).toBe(expected);
});

test.each([
  ['محمد', 'الفارسي', 'محمد ف.'],
  ['דוד', 'כהן', 'דוד כ.'],
  ['伟', '王', '伟 王.'],
  ['Zoë', 'e\u0301clair', 'Zoë É.'],
])('GDP-3: any script has initials: %s %s is %s', (firstName, lastName, expected) => {
  expect(nameOf(firstName, lastName)).toBe(expected);
});

test('GDP-3: a whole name in the field of the first name is shortened as well', () => {
  expect(nameOf('Jens Peter Hansen')).toBe('Jens P.');
  expect(nameOf('Maria von Trapp')).toBe('Maria v. T.');
  expect(nameOf('Jens Peter', 'Hansen')).toBe('Jens Peter H.');
});

test('GDP-3: whoever agreed to it goes by the full name, or by the nickname where there is no other', () => {
  expect(nameOf(' Anna ', 'Hansen', 'The Hawk', true)).toBe('Anna Hansen');
  expect(nameOf('Bartholomäus', 'von Hohenlohe', '', true)).toBe('Bartholomäus von Hohenlohe');
  expect(nameOf('', '', 'The Hawk', true)).toBe('The Hawk');
});
