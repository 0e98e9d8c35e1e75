import { COLUMNS } from '../rooms/players/commands.ts';

/** What a column can mean. `name` is a full name in one cell; `custom` is kept under its heading. */
export type Field = (typeof COLUMNS)[number];

/** The meaning of each column in its order; `null` leaves it out. */
export type Mapping = readonly (Field | null)[];

/** Headings in English, Danish, Norwegian, Swedish, German and French, as `plain` leaves them. */
const HEADINGS: { readonly [field in Field]: string } = {
  name:
    'name fullname player playername playersname participant member displayname ' +
    'navn fuldenavn fuldtnavn spiller spillernavn deltager medlem ' +
    'namn fullstandigtnamn spelare spelarnamn deltagare ' +
    'vollstandigername spielername teilnehmer mitglied ' +
    'nomcomplet nometprenom prenometnom joueur participant nomdujoueur membre',
  firstName:
    'firstname first forename givenname givennames christianname ' +
    'fornavn fornavne fornamn vorname vornamen rufname prenom prenoms',
  lastName:
    'lastname last surname familyname secondname ' +
    'efternavn etternavn efternamn nachname familienname zuname nom nomdefamille',
  nickname:
    'nickname nick alias handle screenname username boardname playeralias pseudo pseudonym ' +
    'kaldenavn kaelenavn oegenavn ogenavn brugernavn smeknamn anvandarnamn spitzname benutzername ' +
    'surnom pseudonyme',
  email:
    'email emailaddress email1 mail mailaddress epost epostadresse epostadress mailadresse ' +
    'emailadresse emailadress adressemail adresseemail courriel',
  phone:
    'phone phone1 phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cell ' +
    'cellphone telefon telefonnummer telefonnr tlf tlfnr mobil mobilnummer mobilnr mobiltelefon ' +
    'handy handynummer portable numerodetelephone',
  notes:
    'notes note comment comments remark remarks bemaerkning bemaerkninger noter kommentar ' +
    'kommentarer anteckning anteckningar anmarkning notiz notizen bemerkung bemerkungen notat ' +
    'remarque remarques commentaire commentaires',
  custom:
    'id playerid memberid membernumber memberno externalid optid medlemsnummer medlemsnr ' +
    'medlemsid spillerid spelarid kundennummer mitgliedsnummer spielerid numerodemembre ' +
    'email2 phone2 address street streetaddress city town state zip zipcode postcode postalcode ' +
    'country birthday dateofbirth gender company club nationality ' +
    'adresse vej by postnr postnummer land foedselsdato fodselsdag adress gatuadress ort ' +
    'fodelsedatum strasse plz geburtsdatum rue ville codepostal pays datedenaissance klub verein',
};

const MEANINGS: ReadonlyMap<string, Field> = new Map(
  COLUMNS.flatMap((field) =>
    HEADINGS[field].split(' ').map((heading) => [heading, field] as const),
  ),
);

/** Letters and digits only, lower case, without accents: `E-Mail ` → `email`, `Prénom` → `prenom`. */
const plain = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** What each heading means. The first column of a meaning gets it, a second one becomes `custom`. */
export const guessMapping = (headings: readonly string[]): Mapping => {
  const taken = new Set<Field>();
  return headings.map((heading) => {
    const meaning = MEANINGS.get(plain(heading)) ?? null;
    if (meaning === null || meaning === 'custom') return meaning;
    if (taken.has(meaning)) return 'custom';
    taken.add(meaning);
    return meaning;
  });
};

const isAddress = (cell: string): boolean => /^\S+@\S+$/.test(cell.trim());
const isPhone = (cell: string): boolean => /^\+?[\d\s().-]{6,}$/.test(cell.trim());

/** Whether a first row is headings: one of its cells is a known one, none is an address or number. */
export const looksLikeHeadings = (cells: readonly string[]): boolean =>
  cells.some((cell) => MEANINGS.has(plain(cell))) &&
  !cells.some((cell) => isAddress(cell) || /^[\d\s+().-]+$/.test(cell));

const SAMPLE_ROWS = 50;

/** A mapping where there are no headings: addresses and numbers by their looks, names by their place. */
export const guessByContent = (rows: readonly (readonly string[])[], columns: number): Mapping => {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const mostly = (column: number, test: (cell: string) => boolean): boolean => {
    const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    return cells.length > 0 && cells.filter(test).length * 2 > cells.length;
  };
  const looks = Array.from(
    { length: columns },
    (_, column): 'email' | 'phone' | 'number' | 'text' =>
      mostly(column, isAddress)
        ? 'email'
        : mostly(column, isPhone)
          ? 'phone'
          : mostly(column, (cell) => /^[\d.,\s]+$/.test(cell))
            ? 'number'
            : 'text',
  );
  const texts = looks.filter((look) => look === 'text').length;
  const names: Field[] = texts === 1 ? ['name'] : ['firstName', 'lastName', 'nickname', 'notes'];
  return looks.map((look, column) => {
    if (look === 'number') return null;
    if (look === 'text') return names.shift() ?? null;
    return looks.indexOf(look) === column ? look : 'custom';
  });
};
