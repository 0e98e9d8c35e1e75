import type { Query } from '../../log/postgres.ts';
import { inVenue } from '../../log/postgres.ts';
import type { Waiting } from '../../log/waiting.ts';
import type { CoreBackup } from '../backups.ts';
import { backupWords } from '../backups.ts';
import type { Database } from '../db/open.ts';
import type { VenueStatus } from '../ingest/status.ts';
import type { VenueRow } from '../venues.ts';
import type { AlarmRow, AsideRow } from './trouble.ts';
import { alarmWords, asideWords } from './trouble.ts';

/** Kept messages that are shown; one more line says how many there are. */
const SHOWN = 20;

const ALARMS = `select kind, seq, first_at, last_at, times from alarms
  where venue_id = $1 order by last_at desc`;
const ASIDES = 'select count(*) as n from lost_tail where venue_id = $1';
const ASIDE = `select why, at, payload from lost_tail where venue_id = $1
  order by at desc, digest limit ${SHOWN}`;
const WAITING = `select room, type, events, "firstSeq" from waiting where venue_id = $1
  order by room, type`;

const alarmFrom = (row: Record<string, unknown>): AlarmRow => ({
  ...{ kind: String(row['kind']), seq: row['seq'] === null ? null : Number(row['seq']) },
  ...{ firstAt: Number(row['first_at']), lastAt: Number(row['last_at']) },
  times: Number(row['times']),
});

const asideFrom = ({ why, at, payload }: Record<string, unknown>): AsideRow => ({
  ...{ why: String(why), at: Number(at) },
  payload: payload instanceof Uint8Array ? payload : new Uint8Array(),
});

const waitingFrom = (row: Record<string, unknown>): Waiting => ({
  ...{ room: String(row['room']), type: String(row['type']) },
  ...{ events: Number(row['events']), firstSeq: Number(row['firstSeq']) },
});

/** What of a venue wants looking at. */
export type Trouble = {
  readonly alarms: readonly AlarmRow[];
  readonly waiting: readonly Waiting[];
  /** Messages that were kept aside, and the newest of them. */
  readonly aside: number;
  readonly asides: readonly AsideRow[];
};

/** @param whole with the kept messages themselves. */
export const troubleOf = (
  { tenant }: Pick<Database, 'tenant'>,
  venueId: string,
  whole: boolean,
): Promise<Trouble> =>
  inVenue(tenant, venueId, async (query: Query) => {
    const alarms = (await query(ALARMS, [venueId])).map(alarmFrom);
    const [kept] = await query(ASIDES, [venueId]);
    const waiting = (await query(WAITING, [venueId])).map(waitingFrom);
    const asides = whole ? (await query(ASIDE, [venueId])).map(asideFrom) : [];
    return { alarms, waiting, aside: Number(kept?.['n'] ?? 0), asides };
  });

const sum = (waiting: readonly Waiting[]): number =>
  waiting.reduce((total, { events }) => total + events, 0);

/** `; alarms: gap, fork; kept aside: 3; waiting for an upgrade: 4`, or nothing. */
export const troubleText = ({ alarms, waiting, aside }: Trouble): string => {
  const kinds = alarms.map(({ kind }) => kind).sort();
  return [
    ...(kinds.length > 0 ? [`; alarms: ${kinds.join(', ')}`] : []),
    ...(aside > 0 ? [`; kept aside: ${aside}`] : []),
    ...(waiting.length > 0 ? [`; waiting for an upgrade: ${sum(waiting)}`] : []),
  ].join('');
};

const listed = (name: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, i) => `${(i === 0 ? name : '').padEnd(9)}  ${line}`);

const waitingWords = (waiting: readonly Waiting[]): readonly string[] =>
  waiting.length === 0
    ? []
    : [
        `kept, waiting for an upgrade: ${sum(waiting)}`,
        ...waiting.map(
          ({ type, room, events, firstSeq }) =>
            `  ${type} in ${room}: ${events}, the first is event ${firstSeq}`,
        ),
      ];

const asidesWords = ({ aside, asides }: Trouble): readonly string[] =>
  aside === 0
    ? []
    : [
        `${aside} ${aside === 1 ? 'message' : 'messages'} that will never be applied`,
        ...asides.map((one) => `  ${asideWords(one)}`),
        ...(aside > asides.length ? [`  and ${aside - asides.length} older ones`] : []),
      ];

const NEVER = 'never';

/** One venue as `venue show` prints it. */
export const showVenue = (
  { slug, id, name, revokedAt, epoch }: VenueRow,
  status: VenueStatus | undefined,
  trouble: Trouble,
  agoText: (ms: number) => string,
  backups: readonly CoreBackup[] = [],
): string => {
  const leaf = epoch === 0 ? 'no leaf yet' : `leaf ${epoch}`;
  const state = revokedAt === null ? leaf : `revoked on ${new Date(revokedAt).toISOString()}`;
  const applied = status?.appliedSeq ?? 0;
  const alarms = trouble.alarms.map((one) => alarmWords(one, applied));
  return [
    ...listed('venue', [`${name} (${slug})`, id]),
    ...listed('state', [state]),
    ...listed('heard', [status === undefined ? NEVER : agoText(status.heardAt)]),
    ...(status === undefined
      ? []
      : listed('log', [`event ${applied} of ${status.headSeq}, from a leaf of ${status.version}`])),
    ...listed('upgrade', waitingWords(trouble.waiting)),
    ...listed('alarms', alarms.length === 0 ? ['none'] : alarms),
    ...listed('aside', asidesWords(trouble)),
    ...listed('backups', backupWords(backups)),
  ].join('\n');
};
