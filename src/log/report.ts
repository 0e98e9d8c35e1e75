import type { Log } from './port.ts';
import type { AnyRoom } from './rooms.ts';
import type { Verified } from './verify.ts';
import { verifyLog } from './verify.ts';

/** What `verify` prints, and whether all of it is well. */
export type Report = { readonly ok: boolean; readonly isChainOk: boolean; readonly text: string };

/** Differences shown; one more line says how many there are. */
const SHOWN = 20;

const differences = ({ differences: all }: Verified): readonly string[] => [
  ...all
    .slice(0, SHOWN)
    .map(
      ({ table, key, expected, found }) =>
        `  ${table} ${JSON.stringify(key)}: is ${JSON.stringify(found)}, should be ${JSON.stringify(expected)}`,
    ),
  ...(all.length > SHOWN ? [`  and ${all.length - SHOWN} more`] : []),
];

/** Looks at a whole log and at the tables beside it. */
export const reportOn = async (log: Log, rooms: readonly AnyRoom[]): Promise<Report> => {
  const verified = await verifyLog(log, rooms);
  const head = await log.head();
  const { firstBadSeq, unreadableSeq, differences: wrong } = verified;
  const isChainOk = firstBadSeq === null && unreadableSeq === undefined;
  const ok = isChainOk && wrong.length === 0;
  const chain = firstBadSeq === null ? 'ok' : `broken at event ${firstBadSeq}`;
  const projections =
    firstBadSeq !== null
      ? 'not compared, because the chain is broken'
      : unreadableSeq !== undefined
        ? `not compared, because event ${unreadableSeq} cannot be read`
        : wrong.length === 0
          ? 'ok'
          : `${wrong.length} rows differ`;
  const lines = [
    `events       ${verified.events}`,
    `head         ${head.seq} ${head.hash}`,
    `chain        ${chain}`,
    `projections  ${projections}`,
    ...differences(verified),
  ];
  return { ok, isChainOk, text: lines.join('\n') };
};
