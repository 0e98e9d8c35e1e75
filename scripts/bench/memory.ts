import { gather, gatherBare } from './audience.ts';
import { startBare } from './bare.ts';
import { openRoom, setUp, startLeaf } from './leaf.ts';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';
import { residentMb, startHelper, tempFolder } from './processes.ts';
import type { Question, Reply } from './sockets.ts';

const AUDIENCE = { displays: 500, players: 500 };
const ENTRIES = 90;
const WAIT_S = Number(process.env['FELT_SECONDS'] ?? 60);

/** What is resident a minute after a thousand sockets came, with a clock that runs. */
export const benchMemory = async (): Promise<Measure> => {
  const folder = tempFolder();
  const [leaf, bare] = await Promise.all([startLeaf(folder.path), startBare(folder.path)]);
  const sockets = await startHelper<Question, Reply>('sockets.ts');
  await setUp(leaf.url);
  const room = await openRoom(leaf.url, ENTRIES);
  await gather(sockets, room, AUDIENCE);
  await gatherBare(sockets, bare.url, AUDIENCE);
  const [value, limit] = [residentMb(leaf.pid), residentMb(bare.pid)];
  const atOnce = `at once ${value.toFixed(0)} and ${limit.toFixed(0)} MB`;
  await Bun.sleep(WAIT_S * 1_000);
  const round = { value: residentMb(leaf.pid), limit: residentMb(bare.pid) };
  await sockets.stop();
  await Promise.all([leaf.stop(), bare.stop()]);
  folder.remove();
  return measured(
    {
      name: 'memory',
      unit: 'MB',
      limitName: 'a bare Bun + Hono + libSQL server with as many sockets',
      bound: { at: 'most', ratio: 2.2 },
    },
    [round],
    [
      `${WAIT_S} s after ${AUDIENCE.displays} displays and ${AUDIENCE.players} players connected; ${atOnce}`,
    ],
  );
};
