import { describe, expect, test } from 'bun:test';
import {
  type Comparable,
  findDuplicates,
  findDuplicatesInFile,
} from '../../src/importers/duplicates.ts';

const nobody = { firstName: '', lastName: '', nickname: '', email: '', phone: '' };
const row = (line: number, player: Partial<Comparable>) => ({
  line,
  player: { ...nobody, ...player },
});
const known = (id: string, player: Partial<Comparable>) => ({ id, ...nobody, ...player });

describe('PLY-2: duplicates are found with their reason', () => {
  const existing = [
    known('p1', { firstName: 'Anna', lastName: 'Holm', email: 'anna@example.org' }),
    known('p2', { nickname: 'The Rock', phone: '+45 20 12 34 56' }),
    known('p3', { firstName: 'Åse' }),
  ];
  test.each<[string, Partial<Comparable>, string[]]>([
    ['first and last name in another case', { firstName: ' ANNA', lastName: 'holm ' }, ['p1 name']],
    ['only the first name', { firstName: 'Anna' }, []],
    ['only the last name', { lastName: 'Holm' }, []],
    ['nickname with other spaces', { nickname: 'the  rock' }, ['p2 nickname']],
    ['a single name that is a nickname', { firstName: 'The Rock' }, ['p2 nickname']],
    ['a nickname that is a single name', { nickname: 'åse' }, ['p3 nickname']],
    ['e-mail', { firstName: 'X', email: 'Anna@Example.org' }, ['p1 email']],
    ['phone without country code', { firstName: 'X', phone: '20123456' }, ['p2 phone']],
    ['a phone too short to tell', { firstName: 'X', phone: '3456' }, []],
    [
      'two players at once, each with its first reason',
      { firstName: 'Anna', lastName: 'Holm', email: 'anna@example.org', phone: '004520123456' },
      ['p1 name', 'p2 phone'],
    ],
    ['nothing in common', { firstName: 'Bo', lastName: 'Holm', email: 'bo@example.org' }, []],
    ['nothing at all', {}, []],
  ])('%s', (_, player, expected) => {
    const found = findDuplicates([row(7, player)], existing);
    expect(found.map(({ playerId, reason }) => `${playerId} ${reason}`)).toEqual(expected);
    expect(found.every(({ line }) => line === 7)).toBe(true);
  });

  test('within a file each row points to the first line it repeats', () => {
    const rows = [
      row(2, { nickname: 'Bo' }),
      row(3, { nickname: 'Cai', email: 'c@example.org' }),
      row(5, { nickname: 'bo', email: 'C@example.org' }),
      row(6, { nickname: 'BO' }),
    ];
    expect(findDuplicatesInFile(rows)).toEqual([
      { line: 5, of: 2, reason: 'nickname' },
      { line: 5, of: 3, reason: 'email' },
      { line: 6, of: 2, reason: 'nickname' },
    ]);
  });

  test('50,000 rows that all share one number against 50,000 players end within seconds', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => i);
    const shared = { phone: '20123456' };
    const found = findDuplicates(
      many.map((i) => row(i, { nickname: `n${i}`, ...shared })),
      many.map((i) => known(String(i), shared)),
    );
    expect(found).toHaveLength(50_000);
  });
});
