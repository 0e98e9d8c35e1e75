import { streamOf } from '../../kernel/envelope.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log, Row } from '../../log/port.ts';
import type { Command } from '../../rooms/players/commands.ts';
import {
  changedFields,
  erasedRows,
  NOBODY,
  profileOfRow,
} from '../../rooms/players/projections/profiles.ts';
import { player } from '../../rooms/players/room.ts';
import type { State } from '../../rooms/players/state.ts';

const PAGE = 200;

async function* rowsIn(log: Pick<Log, 'select'>, table: string): AsyncGenerator<Row> {
  let after: readonly string[] = [''];
  for (;;) {
    const page = await log.select({ table, limit: PAGE, after });
    yield* page;
    if (page.length < PAGE) return;
    after = [String(page.at(-1)?.['id'])];
  }
}

const historyOf = async (log: Pick<Log, 'select'>, playerId: string) => {
  const lines: { version: number; field: string }[] = [];
  for (;;) {
    const { version, field } = lines.at(-1) ?? { version: -1, field: '' };
    const page = await log.select({
      ...{ table: 'profile_history', where: { playerId }, limit: PAGE },
      after: [playerId, version, field],
    });
    for (const row of page) {
      lines.push({ version: Number(row['version']), field: String(row['field']) });
    }
    if (page.length < PAGE) return lines;
  }
};

/**
 * Brings the people that came back into line with the log that came back. Profiles travel beside the
 * log: whose first event was lost with the old leaf becomes known here, or nobody could change or
 * erase them; whom the log erased does not come back. A second time it changes nothing.
 */
export const settlePeople = async ({
  handle,
  log,
}: {
  readonly handle: Pick<Handle, 'execute' | 'look'>;
  readonly log: Pick<Log, 'select' | 'write'>;
}): Promise<void> => {
  for await (const row of rowsIn(log, 'profiles')) {
    const profile = profileOfRow(row);
    const stream = streamOf(player.name, profile.id);
    // Streams of this name hold this room's states only.
    const status = await handle.look(stream, (state) => (state as State).status);
    if (status === 'none') {
      const command: Command = {
        ...{ type: 'add', fields: changedFields(NOBODY, profile), similar: [] },
      };
      await handle.execute({ stream, command, by: 'system', device: null });
    }
    if (status === 'erased') {
      await log.write(erasedRows(profile, await historyOf(log, profile.id)));
    }
  }
};
