import type { FileOptions, PlayerFile, PlayerReader } from '../rooms/players/commands.ts';
import { openPlayers } from './csv.ts';
import { likeness } from './duplicates.ts';
import { CsvError } from './records.ts';
import { type ImportedRow, readRow } from './rows.ts';

/** Rows between two turns of the event loop: some 10 ms. */
const AT_A_TIME = 2_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readInTurns = async (bytes: Uint8Array, options: FileOptions): Promise<PlayerFile> => {
  const { body, ...table } = openPlayers(bytes, options);
  const rows: ImportedRow[] = [];
  for (let from = 0; from < body.length; from += AT_A_TIME) {
    await turn();
    for (const record of body.slice(from, from + AT_A_TIME)) {
      rows.push(readRow(record, table.mapping, table.columns));
    }
  }
  return { ok: true, ...table, rows };
};

/** What the players room reads files with. A file that is no table is told, not thrown. */
export const playerReader: PlayerReader = {
  read: async (bytes, options) => {
    try {
      return await readInTurns(bytes, options);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const { code, message, line } = error;
      return { ok: false, code, message, line };
    }
  },
  likeness,
};
