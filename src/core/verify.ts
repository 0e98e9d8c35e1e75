import { reportOn } from '../log/report.ts';
import type { Evidence, Signers, Trace } from '../sync/checkpoints/evidence.ts';
import { evidenceOf, evidenceOnPaper } from '../sync/checkpoints/evidence.ts';
import type { Signer } from '../sync/checkpoints.ts';
import { leafSigner, publicKeyFrom } from '../sync/checkpoints.ts';
import type { Database } from './db/open.ts';
import { createCheckpoints } from './ingest/checkpoints.ts';
import { ROOMS } from './rooms.ts';
import type { Tenants } from './tenants.ts';
import { alarmWords } from './venues/trouble.ts';

type House = { readonly tenants: Tenants; readonly platform: Database['platform'] };

/** The keys of every leaf that the venue ever had. */
const leafSigners = async ({ platform }: House, venueId: string): Promise<readonly Signer[]> => {
  const rows = await platform<{ signingKey: string }[]>`
    select signing_key from leaves where venue_id = ${venueId} order by epoch`;
  return rows.map(({ signingKey }) => ({
    name: leafSigner(venueId),
    key: publicKeyFrom(signingKey),
  }));
};

/** How far the log went when its leaf last reported itself. */
const traceOf = async ({ tenants }: House, venueId: string): Promise<readonly Trace[]> => {
  const rows = await tenants.within(venueId, (query) =>
    query('select applied_seq, applied_at from status where venue_id = $1', [venueId]),
  );
  return rows.map((row) => ({ seq: Number(row['applied_seq']), at: Number(row['applied_at']) }));
};

const alarmsOf = async (
  { tenants }: House,
  venueId: string,
  appliedSeq: number,
): Promise<readonly string[]> => {
  const rows = await tenants.within(venueId, (query) =>
    query(
      'select kind, seq, first_at, last_at, times from alarms where venue_id = $1 order by kind',
      [venueId],
    ),
  );
  return rows.map((row) => {
    const seq = row['seq'] === null ? null : Number(row['seq']);
    const [firstAt, lastAt] = [Number(row['first_at']), Number(row['last_at'])];
    const alarm = { kind: String(row['kind']), seq, firstAt, lastAt, times: Number(row['times']) };
    return `alarm        ${alarmWords(alarm, appliedSeq)}`;
  });
};

const UNCHECKED = '  countersignatures not checked: the key of this core is not on this machine';

/**
 * Looks at one venue's copy: its chain, its tables, and what its leaves signed of it.
 * @param own the core's key; null where it is not at hand.
 * @param head digits of a head that was printed.
 */
export const verifyVenue = async (
  house: House,
  venueId: string,
  own: Signer | null,
  head: string | null = null,
): Promise<Evidence> => {
  const log = await house.tenants.log(venueId);
  const report = await reportOn(log, ROOMS);
  const kept = await createCheckpoints(house.tenants).all(venueId);
  const traces = await traceOf(house, venueId);
  const [first, ...more] = await leafSigners(house, venueId);
  const signers: Signers = [
    ...(first === undefined ? [] : [[first, ...more] as const]),
    ...(own === null ? [] : [[own] as const]),
  ];
  const evidence = await evidenceOf(log, { venueId, kept, traces, signers });
  const paper = head === null ? null : await evidenceOnPaper(log, head);
  const lines = [
    ...[report.text, evidence.text],
    ...(own === null && kept.length > 0 ? [UNCHECKED] : []),
    ...(paper === null ? [] : [paper.text]),
    ...(await alarmsOf(house, venueId, (await log.head()).seq)),
  ];
  const ok = report.ok && evidence.ok && paper?.ok !== false;
  return { ok, text: lines.join('\n') };
};
