/** What became of one fault: the rows of what `npm test` prints. */
export type Row = {
  readonly fault: string;
  /** Version that runs afterwards. */
  readonly runs: string;
  /** Without anybody serving, by the units' own times. */
  readonly downMs: number;
  /** In the machine's own words. */
  readonly because: string;
  /** Commands that had been acknowledged, and were looked for and found. */
  readonly kept: number;
};

const HEAD = ['fault', 'runs', 'down s', 'because', 'acknowledged, all there'];

const cells = ({ fault, runs, downMs, because, kept }: Row): readonly string[] => [
  ...[fault, runs, (downMs / 1_000).toFixed(1), because, String(kept)],
];

export const createTable = () => {
  const rows: Row[] = [];
  return {
    add: (row: Row): void => {
      rows.push(row);
    },
    print: (): void => {
      const all = [HEAD, ...rows.map(cells)];
      const widths = HEAD.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
      const lines = all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
      console.log(`\n${lines.map((line) => line.trimEnd()).join('\n')}\n`);
    },
  };
};
export type Table = ReturnType<typeof createTable>;
