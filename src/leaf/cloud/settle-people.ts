import { idOf, roomOf, streamOf } from '../../kernel/envelope.ts';
import type { Language } from '../../kernel/language.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log, Row } from '../../log/port.ts';
import type { Command } from '../../rooms/players/commands.ts';
import {
  changedFields,
  erasedRows,
  keptRows,
  NOBODY,
  profileOfRow,
} from '../../rooms/players/projections/profiles.ts';
import { player } from '../../rooms/players/room.ts';
import type { State } from '../../rooms/players/state.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';

const PAGE = 200;
const EVENTS = 2_000;

/** Stands where a name was lost, until somebody at the desk gives it again. */
const LOST = {
  en: 'Name lost',
  da: 'Navn tabt',
  de: 'Name verloren',
} as const satisfies { readonly [language in Language]: string };

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

/** Everybody whom the log added, whatever became of them. */
const addedIn = async (log: Pick<Log, 'after'>): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  let seq = 0;
  for (;;) {
    const page = await log.after(seq, EVENTS);
    for (const { envelope } of page) {
      if (envelope.type === 'player.added' && roomOf(envelope.stream) === player.name) {
        ids.add(idOf(envelope.stream));
      }
    }
    if (page.length < EVENTS) return ids;
    seq = page.at(-1)?.seq ?? seq;
  }
};

type Settling = {
  readonly handle: Pick<Handle, 'execute' | 'look'>;
  readonly log: Pick<Log, 'select' | 'write' | 'after'>;
};

// Streams of this name hold this room's states only.
const statusOf = (handle: Settling['handle'], id: string): Promise<State['status']> =>
  handle.look(streamOf(player.name, id), (state) => (state as State).status);

/**
 * Who is in the log and has no profile is nobody whom the desk could find. The profile never came to
 * the cloud: what stands in its place says so, and can be changed. It is no document: should the real
 * one come to the core after all, it stays there.
 */
const settleNameless = async ({ handle, log }: Settling): Promise<void> => {
  const language = await handle.look(
    VENUE,
    (state): Language => (state as VenueState).venue?.language ?? 'en',
  );
  for (const id of await addedIn(log)) {
    const [row] = await log.select({ table: 'profiles', where: { id }, limit: 1 });
    const status = row === undefined ? await statusOf(handle, id) : 'none';
    if (status !== 'active' && status !== 'merged') continue;
    const nickname = `${LOST[language]} ${id.slice(-4)}`;
    const stored = { ...NOBODY, nickname, id, createdAt: 0, updatedAt: 0 };
    await log.write(keptRows(stored, [], status === 'active'));
  }
};

/**
 * Brings the people that came back into line with the log that came back. Profiles travel beside the
 * log: whose first event was lost with the old leaf becomes known here, or nobody could change or
 * erase them; whom the log erased does not come back. A second time it changes nothing.
 */
export const settlePeople = async ({ handle, log }: Settling): Promise<void> => {
  for await (const row of rowsIn(log, 'profiles')) {
    const profile = profileOfRow(row);
    const stream = streamOf(player.name, profile.id);
    const status = await statusOf(handle, profile.id);
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
  await settleNameless({ handle, log });
};
