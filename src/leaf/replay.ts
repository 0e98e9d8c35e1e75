import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { TdtError } from '../importers/tdt/error.ts';
import type { Told } from '../importers/tdt/night.ts';
import { countedIds, entryIdOf, nightOf, nowAt } from '../importers/tdt/night.ts';
import { decodeTdt, parseTdt } from '../importers/tdt/reader.ts';
import type { Recording } from '../importers/tdt/recording.ts';
import { readRecording } from '../importers/tdt/recording.ts';
import type { Creation } from '../importers/tdt/settings.ts';
import { levelsOf, payoutRowsOf, standInLevels } from '../importers/tdt/settings.ts';
import { splitBy, splitEvenly } from '../kernel/money.ts';
import { createHandle } from '../log/handle.ts';
import { memoryLog } from '../log/memory.ts';
import type { Config } from '../rooms/tournament/commands.ts';
import { configSchema } from '../rooms/tournament/commands.ts';
import { tournament } from '../rooms/tournament/room.ts';
import type { State } from '../rooms/tournament/state.ts';
import { isLive } from '../rooms/tournament/state.ts';
import {
  coveredBy,
  entriesView,
  knockouts,
  poolView,
  standings,
} from '../rooms/tournament/views.ts';

/** What Felt's engine made of a recorded night; amounts in the units of the file. */
export type Replay = {
  readonly takeIn: number;
  readonly entries: number;
  readonly rebuys: number;
  readonly addOns: number;
  readonly prizePool: number;
  readonly finished: boolean;
  readonly results: readonly { playerId: string; rank: number | null; hits: number }[];
  readonly prizes: readonly { rank: number; amount: number; to: readonly string[] }[];
  /** Prizes outside the ranks that the floor awarded. */
  readonly granted: readonly { name: string; amount: number; to: readonly string[] }[];
  /** Commands that the rules turned down, and why: nothing is bent to fit. */
  readonly refused: readonly { command: string; code: string }[];
};

const STREAM = 'tournament:recorded';

const configOf = ({ levels: _, template: __, ...creation }: Creation): Config =>
  v.parse(configSchema, {
    ...creation,
    buyIns: creation.buyIns?.length ? creation.buyIns : [FREE],
  });

/** A prepared event that nobody bought into still needs a price list. */
const FREE = { id: 'none', name: 'none', price: 0, chips: 0 };

const engine = () => {
  const newId = countedIds();
  let atMs = 0;
  const log = memoryLog(tournament.tables);
  const handle = createHandle({ log, rooms: [tournament], clock: () => atMs, newId });
  const refused: { command: string; code: string }[] = [];
  const give = async (command: Record<string, unknown> & { type: string }, at: number) => {
    atMs = at;
    const answer = await handle.execute({
      stream: STREAM,
      command: { ...command, now: nowAt(at), seed: `replay-${at}` },
      by: 'replay',
      device: null,
    });
    if (!answer.ok) refused.push({ command: command.type, code: answer.refusal.refused });
    return answer.ok;
  };
  const state = async (): Promise<State> => (await handle.read(STREAM)).state as State;
  return { give, state, refused };
};

/** Where TDD ended with several still in, these shared what their places bring. */
const splitAmongTheLast = async (run: ReturnType<typeof engine>, atMs: number) => {
  const state = await run.state();
  const left = Object.values(state.entries)
    .filter(isLive)
    .map((e) => e.id);
  if (left.length < 2 || state.deal !== null) return;
  const amounts = splitEvenly(coveredBy(state, left), left.length);
  const shares = left.map((entryId, i) => ({ entryId, amount: amounts[i] ?? 0 }));
  await run.give({ type: 'deal', shares, reason: 'recorded' }, atMs);
};

/** The agreed parts of what the places bring here: TDD's own amounts may come from another pot. */
const fitted = (state: State, shares: readonly { entryId: string; amount: number }[]) => {
  const due = coveredBy(
    state,
    shares.map((s) => s.entryId),
  );
  const amounts = splitBy(
    due,
    shares.map((s) => s.amount),
  );
  return shares.map(({ entryId }, i) => ({ entryId, amount: amounts[i] ?? 0 }));
};

type Bust = Extract<Told['command'], { type: 'bust' }>;

/** TDD ends a night by busting everybody who shares it; in Felt they stay in, and only their hits count. */
const shareTheWin = async (run: ReturnType<typeof engine>, { busts }: Bust, atMs: number) => {
  for (const { hitmen } of busts)
    for (const { entryId } of hitmen)
      await run.give(
        { type: 'adjustEntry', entryId, hits: 1, points: 0, reason: 'recorded' },
        atMs,
      );
};

const playOne = async (run: ReturnType<typeof engine>, { atMs, command }: Told) => {
  const state = await run.state();
  if (command.type === 'bust' && command.busts.length >= state.totals.live)
    return shareTheWin(run, command, atMs);
  if (command.type === 'deal')
    return run.give({ ...command, shares: fitted(state, command.shares) }, atMs);
  if (command.type === 'end') await splitAmongTheLast(run, atMs);
  return run.give(command, atMs);
};

const playAll = async (run: ReturnType<typeof engine>, told: readonly Told[]) => {
  for (const step of told) await playOne(run, step);
};

const inUnits = (minor: number): number => minor / 100;

const prizesOf = (state: State, recording: Recording): Replay['prizes'] => {
  const { list, places } = standings(state);
  const ranks = [...new Set(payoutRowsOf(recording).map((row) => row.from))].sort((a, b) => a - b);
  return ranks.map((rank) => ({
    rank,
    amount: inUnits(places.find((p) => p.from <= rank && rank <= p.to)?.each ?? 0),
    to: list.flatMap((s) =>
      s.rank !== null && s.rank <= rank && rank < s.rank + s.ties ? [s.playerId] : [],
    ),
  }));
};

const grantedIn = (state: State): Replay['granted'] =>
  Object.values(state.facts).flatMap((fact) =>
    fact.type === 'prize.granted'
      ? [
          {
            name: fact.data.name,
            amount: inUnits(fact.data.amount),
            to: [state.entries[fact.data.entryId]?.playerId ?? ''],
          },
        ]
      : [],
  );

const report = (state: State, recording: Recording, refused: Replay['refused']): Replay => {
  const pool = poolView(state);
  const hits = knockouts(state);
  const counted = state.config.mode === 'counters' ? state.counters : state.totals;
  return {
    takeIn: inUnits(pool.takeIn),
    entries: counted.entries,
    rebuys: counted.rebuys,
    addOns: counted.addOns,
    prizePool: inUnits(pool.pool),
    finished: state.status === 'ended',
    results: entriesView(state, {}).map(({ playerId, rank }) => ({
      playerId,
      rank,
      hits: hits.get(entryIdOf(playerId))?.hits ?? 0,
    })),
    prizes: prizesOf(state, recording),
    granted: grantedIn(state),
    refused,
  };
};

/** Plays a recording through the tournament room, in memory. */
export const replayRecording = async (recording: Recording): Promise<Replay> => {
  const { creation, told } = nightOf(recording);
  const run = engine();
  const config = configOf(creation);
  const first = told[0]?.atMs ?? 0;
  const created = await run.give({ type: 'create', config, levels: levelsOf(recording) }, first);
  const standIn = { type: 'create', config, levels: standInLevels };
  if (!created && !(await run.give(standIn, first)))
    throw new Error('the file holds no tournament that can be played');
  await playAll(run, told);
  return report(await run.state(), recording, run.refused);
};

export const replayBytes = (bytes: Uint8Array): Promise<Replay> =>
  replayRecording(readRecording(parseTdt(decodeTdt(bytes).text)));

const USAGE = 'usage: felt-leaf replay FILE.tdt --json';

const textOf = (replay: Replay): string =>
  [
    `${replay.entries} entries, ${replay.rebuys} rebuys, ${replay.addOns} add-ons`,
    `taken in ${replay.takeIn}, prize pool ${replay.prizePool}`,
    ...replay.results.map(
      ({ rank, playerId, hits }) => `${rank ?? '–'}\t${playerId}\t${hits} hits`,
    ),
  ].join('\n');

/** `felt-leaf replay FILE.tdt [--json]`; answers the exit code. */
export const replay = async (args: readonly string[]): Promise<number> => {
  const options = { json: { type: 'boolean' } } as const;
  let file: string | undefined;
  let json = false;
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    file = parsed.positionals[0];
    json = parsed.values.json === true;
    if (parsed.positionals.length !== 1) file = undefined;
  } catch {
    file = undefined;
  }
  if (file === undefined) {
    console.error(USAGE);
    return 2;
  }
  try {
    if (!statSync(file).isFile()) throw new Error('it is no file');
    const result = await replayBytes(await Bun.file(file).bytes());
    console.log(json ? JSON.stringify(result) : textOf(result));
    return 0;
  } catch (error) {
    const words = error instanceof TdtError || error instanceof Error ? error.message : 'unknown';
    console.error(`felt-leaf: cannot replay ${file}: ${words}`);
    return 1;
  }
};
