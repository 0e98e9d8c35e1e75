import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeTdt, parseTdt } from '../../../src/importers/tdt/reader.ts';
import type { Recording } from '../../../src/importers/tdt/recording.ts';
import { readRecording } from '../../../src/importers/tdt/recording.ts';
import type { Replay } from '../../../src/leaf/replay.ts';
import { replayBytes } from '../../../src/leaf/replay.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/tdd/', import.meta.url));
const there = existsSync(FOLDER);
if (!there) console.warn('skipped: no recorded tournaments in ../shared/data/tdd');

const files = there
  ? ['season-2023', 'versions'].flatMap((folder) =>
      readdirSync(FOLDER + folder)
        .filter((name) => name.includes('.tdt'))
        .map((name) => `${folder}/${name}`),
    )
  : [];

const bytesOf = (file: string) => new Uint8Array(readFileSync(FOLDER + file));
const recordingOf = (file: string): Recording =>
  readRecording(parseTdt(decodeTdt(bytesOf(file)).text));

/** Whoever TDD itself gave the prize of a rank to; read from the file only here, to compare. */
const awarded = (recording: Recording) =>
  recording.prizes.prizes.flatMap((prize, i) => {
    const to = recording.stored.prizes[i]?.awardedTo ?? [];
    return prize.type === 'rank' && prize.rank !== null && to.length > 0
      ? [{ rank: prize.rank, to: to.toSorted() }]
      : [];
  });

const bought = (recording: Recording) => ({
  entries: recording.players.filter((p) => p.buyIns.length > 0).length,
  rebuys: recording.players.reduce((n, p) => n + Math.max(0, p.buyIns.length - 1), 0),
  addOns: recording.players.reduce((n, p) => n + p.addOns.length, 0),
});

describe.skipIf(!there)('recorded nights', () => {
  test.each(files)(
    '%s: owners of the prizes, entries, rebuys, add-ons equal TDD’s',
    async (file) => {
      const recording = recordingOf(file);
      const replay = await replayBytes(bytesOf(file));
      for (const { rank, to } of awarded(recording))
        expect(replay.prizes.find((p) => p.rank === rank)?.to.toSorted()).toEqual(to);
      expect(replay).toMatchObject(bought(recording));
      expect(replay.finished).toBe(recording.endTimeMs !== null);
      expect(replay.refused).toEqual([]);
      const paid = replay.prizes.reduce((sum, p) => sum + p.amount, 0);
      if (replay.prizes.length > 0 && replay.finished) expect(paid).toBe(replay.prizePool);
    },
  );

  test('the 2023 season: takings, ranks and hits of every event, and TDD’s own statistics', async () => {
    const expected = JSON.parse(readFileSync(`${FOLDER}season-2023/expected.json`, 'utf8'));
    const names = new Map<string, string>();
    const totals = new Map<string, Record<string, number>>();
    const add = (name: string, what: string, n: number) => {
      const own = totals.get(name) ?? {};
      own[what] = (own[what] ?? 0) + n;
      totals.set(name, own);
    };
    for (const event of expected.events) {
      const replay: Replay = await replayBytes(bytesOf(`season-2023/${event.file}`));
      expect(replay.takeIn).toBe(event.buyinsAmount + event.rebuysAmount + event.addonsAmount);
      expect(replay.prizePool).toBe(event.pot);
      for (const { uuid, name, rank, hits } of event.results) {
        names.set(uuid, name);
        expect(replay.results.find((r) => r.playerId === uuid)).toEqual({
          playerId: uuid,
          rank,
          hits,
        });
      }
      const until = Date.UTC(2023, 10, 24);
      if (event.season !== '2023' || event.start > until) continue;
      const lastPaid = Math.max(...replay.prizes.map((p) => p.rank));
      const lastRank = Math.max(...replay.results.map((r) => r.rank ?? 0));
      for (const { playerId, rank, hits } of replay.results) {
        const name = names.get(playerId) ?? playerId;
        add(name, 'buyins', 1);
        add(name, 'hits', hits);
        for (const [what, place] of [
          ['first', 1],
          ['second', 2],
          ['third', 3],
          ['bubble', lastPaid + 1],
          ['last', lastRank],
        ] as const)
          add(name, what, rank === place ? 1 : 0);
      }
    }
    const seen = expected.tdStats.map(({ name }: { name: string }) => ({
      name,
      ...totals.get(name),
    }));
    const wanted = expected.tdStats.map(
      ({ name, buyins, hits, first, second, third, bubble, last }: Record<string, unknown>) => ({
        name,
        buyins,
        hits,
        first,
        second,
        third,
        bubble,
        last,
      }),
    );
    expect(seen).toEqual(wanted);
    expect(seen).toHaveLength(26);
  });
});
