/** What the leaf found in a file, before anything of it is stored. */
export type Preview = {
  readonly columns: readonly string[];
  readonly mapping: readonly (string | null)[];
  readonly meanings: readonly string[];
  readonly rows: number;
  readonly toAdd: number;
  readonly toUpdate: number;
  readonly toSkip: number;
  readonly preview: readonly {
    readonly line: number;
    /** Own fields are a record of their own. */
    readonly player: Readonly<
      Record<'firstName' | 'lastName' | 'nickname' | 'email' | 'phone' | 'notes', string>
    > & { readonly custom?: Readonly<Record<string, string>> };
    readonly problems: readonly string[];
  }[];
  readonly rejected: readonly unknown[];
  /** The first of them: `name` is who it may be, `of` an earlier line of the same file. */
  readonly duplicates: readonly {
    readonly line: number;
    readonly of: number | null;
    readonly name: string | null;
  }[];
};

/** The address that says what each column means and what becomes of known players. */
export const importPath = (wish: {
  readonly dryRun: boolean;
  readonly mapping: readonly (string | null)[] | null;
  readonly duplicates: string;
}): string => {
  const query = new URLSearchParams({ duplicates: wish.duplicates });
  if (wish.dryRun) query.set('dryRun', 'true');
  if (wish.mapping !== null) query.set('mapping', wish.mapping.map((one) => one ?? '').join(','));
  return `/players/import?${query}`;
};

/** What stands in a column of the first rows, as far as it was taken for something. */
export const exampleOf = ({ preview, mapping, columns }: Preview, index: number): string => {
  const meaning = mapping[index];
  const cells = preview.map(({ player }): unknown =>
    meaning === 'custom'
      ? player.custom?.[columns[index] ?? '']
      : Object.entries(player).find(([field]) => field === meaning)?.[1],
  );
  const words = cells.filter((cell): cell is string => typeof cell === 'string' && cell !== '');
  return [...new Set(words)].slice(0, 3).join(', ');
};

/** Names as they come out of a mail or a chat: one per line, or all in one line with commas between. */
export const listFile = (typed: string): Blob => {
  const text = typed.trim();
  const inOneLine = !/[\n\t]/.test(text);
  const lines = inOneLine ? text.split(/\s*[,;]\s*/).join('\n') : text;
  return new Blob([lines], { type: 'text/csv' });
};
