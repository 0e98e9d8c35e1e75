import { gather, gatherBare } from './audience.ts';
import { startBare } from './bare.ts';
import type { Room } from './leaf.ts';
import { openRoom, send, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { percentile } from './numbers.ts';
import { startHelper, tempFolder } from './processes.ts';
import type { Question, Reply, Trigger } from './sockets.ts';

const AUDIENCE = { displays: 200, players: 500 };
const ENTRIES = 180;
const ROUNDS = 5;
/** Commands of a round, each followed by a publish of the bare server. */
const COMMANDS = 120;
/** Between two commands: nobody on the floor is faster, and no burst is what is measured here. */
const PAUSE_MS = 20;

const versionOf = async ({ url, tournamentId, token }: Room): Promise<number> => {
  const found = await send(url, `/tournaments/${tournamentId}`, { method: 'GET', token });
  return Number(found['version']);
};

const countOf = ({ url, token, tournamentId, playerIds }: Room, turn: number): Trigger => ({
  url: `${url}/api/v1/tournaments/${tournamentId}/players/${playerIds[turn % ENTRIES]}/chips`,
  method: 'PUT',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ chips: 10_000 + turn }),
});

const publishOf = (url: string, body: string): Trigger => ({
  ...{ url: `${url}/publish`, method: 'POST', body },
  headers: { 'content-type': 'text/plain' },
});

/** ms of a durable row of the bare server: a command is not seen before its own, a bare publish is. */
const durable = async (url: string, body: string): Promise<number> => {
  const begun = performance.now();
  const answer = await fetch(`${url}/rows`, { method: 'POST', body });
  await answer.text();
  return performance.now() - begun;
};

const markerOf = (version: number): string => `"version":${version},`;

/** From sending a command until a screen or phone has it, against a bare publish to as many. */
export const benchSeen = async (): Promise<Measure> => {
  const folder = tempFolder();
  const [leaf, bare] = await Promise.all([startLeaf(folder.path), startBare(folder.path)]);
  const sockets = await startHelper<Question, Reply>('sockets.ts');
  await setUp(leaf.url);
  const room = await openRoom(leaf.url, ENTRIES);
  await gather(sockets, room, AUDIENCE);
  await gatherBare(sockets, bare.url, AUDIENCE);
  let version = await versionOf(room);
  const { message } = await sockets.ask({ ask: 'newest', marker: markerOf(version) });

  const pair = async () => {
    version += 1;
    const marker = markerOf(version);
    const ours = { ask: 'seen', side: 'leaf', trigger: countOf(room, version), marker } as const;
    const { ms } = await sockets.ask(ours);
    await Bun.sleep(PAUSE_MS);
    const trigger = publishOf(bare.url, message.replace(/"version":\d+,/u, marker));
    const plain = await sockets.ask({ ask: 'seen', side: 'bare', trigger, marker });
    await Bun.sleep(PAUSE_MS);
    return { leaf: ms, bare: plain.ms, durable: await durable(bare.url, message) };
  };

  const medians: string[] = [];
  const rows: number[] = [];
  const round = async (): Promise<Round> => {
    const all: Awaited<ReturnType<typeof pair>>[] = [];
    for (let i = 0; i < COMMANDS; i++) all.push(await pair());
    rows.push(...all.map((p) => p.durable));
    const [ours, plain] = [all.flatMap((p) => p.leaf), all.flatMap((p) => p.bare)];
    medians.push(`${percentile(ours, 50).toFixed(1)} and ${percentile(plain, 50).toFixed(1)}`);
    return { value: percentile(ours, 99), limit: percentile(plain, 99) };
  };
  await round();
  medians.length = 0;
  rows.length = 0;
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round());
  await sockets.stop();
  await Promise.all([leaf.stop(), bare.stop()]);
  folder.remove();
  const rowAt = (percent: number) => percentile(rows, percent).toFixed(1);
  return measured(
    {
      name: 'seen',
      unit: 'ms',
      limitName: 'p99 of a bare Bun publish of the same bytes',
      bound: { at: 'most', ratio: 1.3 },
    },
    rounds,
    [
      `p99 over ${COMMANDS} commands × ${AUDIENCE.displays} displays and ${AUDIENCE.players} players, ${message.length} bytes; p50 ${medians.join(', ')} ms`,
      `a bare durable row meanwhile: p50 ${rowAt(50)} ms, p99 ${rowAt(99)} ms`,
    ],
  );
};
