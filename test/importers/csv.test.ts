import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Field, guessMapping } from '../../src/importers/columns.ts';
import { type ImportOptions, readPlayers } from '../../src/importers/csv.ts';
import { CsvError, type CsvErrorCode } from '../../src/importers/records.ts';
import { splitName } from '../../src/importers/rows.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 300);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, options: ImportOptions = {}) => readPlayers(bytesOf(text), options);

const errorOf = (bytes: Uint8Array, options: ImportOptions = {}): CsvError => {
  try {
    readPlayers(bytes, options);
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
  throw new Error('was read');
};

const namesOf = (text: string): string[] =>
  read(text).rows.map(({ player }) => `${player.firstName}|${player.lastName}|${player.nickname}`);

describe('PLY-2: headings in five languages find their columns', () => {
  const rows: readonly (readonly [string, readonly (Field | null)[]])[] = [
    ['Id,Full name,Nickname,E-mail,Phone', ['custom', 'name', 'nickname', 'email', 'phone']],
    [
      'Fornavn,Efternavn,Kaldenavn,Mobil,Bemærkninger',
      ['firstName', 'lastName', 'nickname', 'phone', 'notes'],
    ],
    [
      'VORNAME,Nachname,Spitzname,Handy,Bemerkung',
      ['firstName', 'lastName', 'nickname', 'phone', 'notes'],
    ],
    [
      'Förnamn,Efternamn,Smeknamn,E-postadress,Anteckningar',
      ['firstName', 'lastName', 'nickname', 'email', 'notes'],
    ],
    [
      'Prénom,Nom,Pseudo,Adresse e-mail,Téléphone',
      ['firstName', 'lastName', 'nickname', 'email', 'phone'],
    ],
    [
      'First Name,Last Name,Phone 1,Phone 2,Shoe size',
      ['firstName', 'lastName', 'phone', 'custom', null],
    ],
    ['Email,E-mail,constructor,__proto__,', ['email', 'custom', null, null, null]],
  ];
  test.each([...rows])('%s', (headings, mapping) => {
    expect(guessMapping(headings.split(','))).toEqual(mapping);
  });
});

describe('PLY-2: a file of players', () => {
  test.each([',', ';', '\t'] as const)(
    'delimiter %j, with quotes, empty lines and line numbers',
    (d) => {
      const text = ['Name,E-mail,Notes', '', '"Larsen, Anna",a@example.org,"two\nlines"', 'Bo,,'];
      const quoted = text.join('\r\n').replace(/,(?! )/g, d);
      expect(read(quoted)).toMatchObject({
        delimiter: d,
        headings: true,
        columns: ['Name', 'E-mail', 'Notes'],
        rows: [
          {
            line: 3,
            player: {
              firstName: 'Anna',
              lastName: 'Larsen',
              email: 'a@example.org',
              notes: 'two\nlines',
            },
            problems: [],
          },
          { line: 5, player: { firstName: 'Bo', lastName: '' }, problems: [] },
        ],
      });
    },
  );

  const utf16 = (text: string): Uint8Array =>
    new Uint8Array([
      0xff,
      0xfe,
      ...[...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]),
    ]);
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
  test.each([
    ['utf-8', bytesOf('Navn\nÅse Møller')],
    ['utf-8', bytesOf('\ufeffNavn\nÅse Møller')],
    ['windows-1252', latin('Navn\nÅse Møller')],
    ['utf-16le', utf16('Navn\nÅse Møller')],
  ])('encoding %s is found out', (encoding, bytes) => {
    expect(readPlayers(bytes)).toMatchObject({
      encoding,
      headings: true,
      rows: [{ player: { firstName: 'Åse', lastName: 'Møller' } }],
    });
  });

  test('without headings, addresses and numbers are told by their looks', () => {
    const { mapping, headings, columns } = read(
      '1,Anna,Holm,+45 20 12 34 56,a@example.org\n2,Bo,Dahl,,',
    );
    expect(headings).toBe(false);
    expect(columns).toEqual(['1', '2', '3', '4', '5']);
    expect(mapping).toEqual([null, 'firstName', 'lastName', 'phone', 'email']);
  });

  test('what the user maps wins over any guess', () => {
    const { rows } = read('Nickname,X\nRock,y', {
      headings: false,
      mapping: ['custom', 'firstName'],
    });
    expect(rows.map(({ player }) => [player.firstName, player.custom])).toEqual([
      ['X', { 1: 'Nickname' }],
      ['y', { 1: 'Rock' }],
    ]);
  });

  test('custom columns stay apart under unique headings', () => {
    const { rows } = read('Name,Id,Id,__proto__\nA,1,2,3', {
      mapping: ['name', 'custom', 'custom', 'custom'],
    });
    expect(Object.entries(rows[0]?.player.custom ?? {})).toEqual([
      ['Id', '1'],
      ['Id (2)', '2'],
      ['__proto__', '3'],
    ]);
  });

  test.each([
    ['NO_NAME', 'Name,Email\n,a@example.org'],
    ['BAD_EMAIL', 'Name,Email\nAnna,a@b'],
    ['TOO_LONG', `Name,Email\n${'n'.repeat(201)},`],
    ['TOO_MANY_CELLS', 'Name,Email\nAnna,,x'],
  ])('a row with %s says so and is not dropped', (problem, text) => {
    expect(read(text).rows).toMatchObject([{ line: 2, problems: [problem] }]);
  });

  test('control characters and stray spaces do not come in', () => {
    expect(namesOf('First name,Last name\n  A\u0007nna ,\u00a0Holm\u001f')).toEqual(['Anna|Holm|']);
  });
});

describe('PLY-2: a pasted list', () => {
  test('one name per line, with numbers, bullets, quotes and commas', () => {
    const list = '1. Anna Holm\n2) Peter "The Rock" Larsen\n- Bo\n\nDahl, Cai\nJean van der Berg\n';
    expect(namesOf(list)).toEqual([
      'Anna|Holm|',
      'Peter "The Rock"|Larsen|',
      'Bo||',
      'Cai|Dahl|',
      'Jean|van der Berg|',
    ]);
  });

  test('a single name is a list too', () => {
    expect(namesOf('Anna')).toEqual(['Anna||']);
  });

  test.each([
    ['Ludwig Mies van der Rohe', 'Ludwig Mies', 'van der Rohe'],
    ['van Gogh', 'van', 'Gogh'],
    ['Holm, Anna', 'Anna', 'Holm'],
    ['Holm,', 'Holm', ''],
    ['', '', ''],
  ])('%j is split into first and last name', (name, firstName, lastName) => {
    expect(splitName(name)).toEqual({ firstName, lastName });
  });
});

describe('PLY-2: a broken CSV gets a clear error with its line', () => {
  const rows: readonly (readonly [CsvErrorCode, number | null, string, ImportOptions])[] = [
    ['EMPTY', null, '', {}],
    ['EMPTY', null, 'Name,Email\n\n', {}],
    ['NOT_TEXT', null, 'PK\u0003\u0004\u0000', {}],
    ['UNCLOSED_QUOTE', 4, 'Name,Email\nA,\n\nB,"x\nC,\nD,', {}],
    ['LINE_TOO_LONG', 2, `Name,Email\n"${'x,\n'.repeat(60_000)}`, {}],
    ['TOO_LARGE', null, 'Name\nA', { limits: { bytes: 5 } }],
    ['TOO_MANY_ROWS', null, 'Name\nA\nB\nC', { limits: { rows: 2 } }],
    ['BAD_MAPPING', null, 'Name\nA', { mapping: ['name', null] }],
  ];
  test.each([...rows])('%s in line %p', (code, line, text, options) => {
    const error = errorOf(bytesOf(text), options);
    expect([error.code, error.line]).toEqual([code, line]);
  });

  test('any bytes are read or refused with a CsvError, never anything else', () => {
    const piece = fc.constantFrom(
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      ' ',
      'Name',
      'å',
      '@',
      '1',
      '\\',
      '=',
    );
    const soup = fc.array(piece, { maxLength: 60 }).map((pieces) => bytesOf(pieces.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), soup), (bytes) => {
        try {
          const { rows, mapping, columns } = readPlayers(bytes);
          expect(mapping).toHaveLength(columns.length);
          expect(rows.length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof CsvError)) throw error;
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('50,000 rows come in within seconds, each with its line', () => {
    const row = (i: number) => `Anna ${i};Holm;a${i}@example.org;"notes; here"`;
    const text = Array.from({ length: 50_000 }, (_, i) => row(i)).join('\n');
    const { rows, duplicatesInFile } = read(`First name;Last name;E-mail;Notes\n${text}`);
    expect(rows).toHaveLength(50_000);
    expect(rows.at(-1)).toMatchObject({ line: 50_001, player: { email: 'a49999@example.org' } });
    expect(duplicatesInFile).toEqual([]);
  });
});
