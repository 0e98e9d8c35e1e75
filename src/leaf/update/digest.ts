import { createHash } from 'node:crypto';
import { streamOf } from '../../kernel/envelope.ts';
import type { Log, Row } from '../../log/port.ts';
import type { RoomFor } from '../../log/rooms.ts';
import { foldStored, roomFinder } from '../../log/rooms.ts';
import type { TournamentState } from '../../rooms/tournament/room.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { ROOMS } from '../rooms.ts';

/**
 * Of the facts below, which every release spells alike. One that has to spell them otherwise counts
 * up, and then compares nothing but versions with a release before it.
 */
export const DIGEST_VERSION = 1;

/** Streams of the last events are looked at, beside those of nights that go on. */
const LAST_EVENTS = 1_000;
const PAGE = 200;

export type Digests = { readonly [stream: string]: string };

const sha256 = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

const sorted = (record: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** What nobody would forgive a release: money, seats, chips, level, clock; of a state, as plain JSON. */
export const factsOf = ({ status, clock, entries, totals, levels }: TournamentState): unknown => [
  status,
  levels.length,
  [clock.anchor.level, clock.anchor.remainingMs, clock.anchor.running],
  Object.values(entries)
    .map(({ id, playerId, chips, seat, price, paid, bounty, prizePaid, refund, out, gone }) => [
      ...[id, playerId, chips, seat?.tableId ?? null, seat?.seat ?? null],
      ...[price, paid, bounty, prizePaid, refund, out?.order ?? null, gone],
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  sorted(totals.money),
  sorted(totals.chips),
];

const digestOfStream = async (
  log: Pick<Log, 'stream'>,
  roomFor: RoomFor,
  stream: string,
  upTo: number,
): Promise<string> => {
  const rows = (await log.stream(stream)).filter(({ seq }) => seq <= upTo);
  if (!stream.startsWith(`${tournament.name}:`)) return sha256(rows.length);
  const room = roomFor(stream);
  const folded = foldStored(room, stream, { state: room.initial(), version: 0 }, rows);
  return sha256([folded.version, factsOf(tournamentState(folded.state))]);
};

/** Digests of what some streams said up to a seq, whatever came afterwards. */
export const digestsOf = async (
  log: Pick<Log, 'stream'>,
  streams: readonly string[],
  upTo: number,
): Promise<Digests> => {
  const roomFor = roomFinder(ROOMS);
  const digests: Record<string, string> = {};
  for (const stream of streams) {
    digests[stream] = await digestOfStream(log, roomFor, stream, upTo);
  }
  return digests;
};

const tournamentsIn = async (log: Pick<Log, 'select'>, status: string) => {
  const rows: Row[] = [];
  let page: readonly Row[];
  do {
    const after = rows.at(-1)?.['id'];
    page = await log.select({
      ...{ table: 'tournaments', where: { status }, limit: PAGE },
      ...(after === undefined ? {} : { after: [after] }),
    });
    rows.push(...page);
  } while (page.length === PAGE);
  return rows.map(({ id }) => streamOf(tournament.name, String(id)));
};

/** The venue's, those of the last events, and every night that goes on or is set up. */
export const streamsToWatch = async (log: Log): Promise<readonly string[]> => {
  const { seq } = await log.head();
  const last = await log.after(Math.max(0, seq - LAST_EVENTS), LAST_EVENTS);
  const going = [...(await tournamentsIn(log, 'running')), ...(await tournamentsIn(log, 'setup'))];
  const own = last.map(({ envelope }) => envelope.stream);
  return [...new Set([VENUE, ...going, ...own])];
};
