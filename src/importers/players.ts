import type { PlayerReader } from '../rooms/players/commands.ts';
import { readPlayers } from './csv.ts';
import { likeness } from './duplicates.ts';
import { CsvError } from './records.ts';

/** What the players room reads files with. A file that is no table is told, not thrown. */
export const playerReader: PlayerReader = {
  read: async (bytes, options) => {
    try {
      return { ok: true, ...readPlayers(bytes, options) };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const { code, message, line } = error;
      return { ok: false, code, message, line };
    }
  },
  likeness,
};
