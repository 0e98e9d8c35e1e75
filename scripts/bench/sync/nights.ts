import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { countedIds, nightOf, nowAt } from '../../../src/importers/tdt/night.ts';
import { decodeTdt, parseTdt } from '../../../src/importers/tdt/reader.ts';
import { readRecording } from '../../../src/importers/tdt/recording.ts';
import { levelsOf } from '../../../src/importers/tdt/settings.ts';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { memoryLog } from '../../../src/log/memory.ts';
import { configSchema } from '../../../src/rooms/tournament/commands.ts';
import { tournament } from '../../../src/rooms/tournament/room.ts';
import { playNight } from '../night.ts';

const RECORDED = join(import.meta.dir, '../../../../shared/data/tdd/season-2023');
const STREAM = 'tournament:recorded';
const ENTRIES = 60;

/** What the room makes of a recorded evening; what its rules turn down is left out. */
const replayed = async (bytes: Uint8Array): Promise<readonly Envelope[]> => {
  const recording = readRecording(parseTdt(decodeTdt(bytes).text));
  const { creation, told } = nightOf(recording);
  const { levels: _, template: __, ...rest } = creation;
  const log = memoryLog(tournament.tables);
  let atMs = told[0]?.atMs ?? 0;
  const handle = createHandle({
    ...{ log, rooms: [tournament], clock: () => atMs, newId: countedIds() },
  });
  const give = (command: Record<string, unknown> & { type: string }) =>
    handle.execute({
      ...{ stream: STREAM, by: 'replay', device: null },
      command: { ...command, now: nowAt(atMs), seed: `replay-${atMs}` },
    });
  const config = v.parse(configSchema, rest);
  await give({ type: 'create', config, levels: levelsOf(recording) });
  for (const step of told) {
    atMs = step.atMs;
    await give(step.command);
  }
  return (await log.after(0, 100_000)).map(({ envelope }) => envelope);
};

/** Events of recorded evenings; of made-up ones where the recordings are not there. */
export const nights = async (): Promise<{ readonly of: string; readonly all: Envelope[][] }> => {
  if (!existsSync(RECORDED)) {
    const all = Array.from({ length: 8 }, (_, i) => [...playNight(ENTRIES + i, i).events]);
    return { of: 'made-up', all };
  }
  const all: Envelope[][] = [];
  for (const file of readdirSync(RECORDED).filter((name) => name.endsWith('.tdt'))) {
    const events = await replayed(await Bun.file(join(RECORDED, file)).bytes()).catch(() => []);
    if (events.length > 0) all.push([...events]);
  }
  return { of: 'recorded', all };
};

/** So many events of one venue: evening after evening, beginning with the one of that number. */
export const evenings = (
  all: readonly (readonly Envelope[])[],
  first: number,
  count: number,
): readonly Envelope[] => {
  const events: Envelope[] = [];
  for (let n = first; events.length < count; n++) {
    for (const event of all[n % all.length] ?? []) {
      events.push({ ...event, id: `${n}-${event.id}`, stream: `tournament:${n}` });
    }
  }
  return events.slice(0, count);
};
