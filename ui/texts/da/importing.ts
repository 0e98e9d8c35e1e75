import type { importing as english } from '../en/importing.ts';
import type { Words } from '../words.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const importing: Words<typeof english> = {
  title: 'Importer spillere',
  adminOnly: 'Kun en admin kan importere spillere.',
  lead: 'En CSV-fil fra et regneark, eller en liste med navne. Intet gemmes, før du siger til.',
  paste: 'Eller indsæt navne eller rækker',
  pasteExample: 'Anna Holm\nBent Winther\n…',
  look: 'Se på dem',
  line: (n) => `Linje ${n}`,
  sameAs: (n) => `det samme som linje ${n}`,
  choose: 'Vælg en fil',
  columns: 'Hvad kolonnerne betyder',
  ignore: 'Udelad',
  fields: {
    name: 'Fuldt navn',
    firstName: 'Fornavn',
    lastName: 'Efternavn',
    nickname: 'Kaldenavn',
    email: 'E-mail',
    phone: 'Telefon',
    notes: 'Noter',
    custom: 'Eget felt',
  },
  column: (n) => `Kolonne ${n}`,
  preview: (rows) => count(rows, 'række', 'rækker'),
  known: (n) => `${n} er måske kendt i forvejen`,
  broken: (n) => `${n} uden navn`,
  duplicates: 'Spillere, der allerede er kendt',
  skip: 'Lad dem være',
  update: 'Udfyld det, der mangler',
  addAnyway: 'Tilføj igen',
  submit: (n) => `Importer ${count(n, 'spiller', 'spillere')}`,
  done: (added, updated, skipped) => `${added} tilføjet, ${updated} opdateret, ${skipped} uændret`,
  another: 'En anden fil',
};
