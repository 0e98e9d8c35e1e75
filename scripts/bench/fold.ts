import type { Question, Reply } from './folding.ts';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';
import { startHelper } from './processes.ts';

const ENTRIES = 5_000;
const ROUNDS = 41;
/** Until the code has been compiled for good. */
const WARM_UPS = 10;

/** A state of 5,000 entries from its events, against parsing the same events. */
export const benchFold = async (): Promise<Measure> => {
  const helper = await startHelper<Question, Reply>('folding.ts');
  const { rounds, events } = await helper.ask({ entries: ENTRIES, rounds: WARM_UPS + ROUNDS });
  await helper.stop();
  const first = rounds[0] ?? { value: 0, limit: 0 };
  return measured(
    {
      name: 'fold',
      unit: 'events/s',
      limitName: 'JSON.parse of the same events',
      bound: { at: 'least', ratio: 0.5 },
    },
    rounds.slice(WARM_UPS),
    [
      `${events} events of ${ENTRIES} entries; the very first fold ${(first.value / first.limit).toFixed(2)}`,
    ],
  );
};
