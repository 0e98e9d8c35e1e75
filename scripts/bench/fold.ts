import { fold } from '../../src/kernel/decider.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import { recorded } from '../../src/kernel/envelope.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { playNight } from './night.ts';

const ENTRIES = 5_000;
const ROUNDS = 15;

function* recordedOf(events: readonly Envelope[]) {
  for (const envelope of events) yield recorded<TournamentEvent>(tournament.upcast(envelope));
}

/** Parses what the log holds, event by event, then folds exactly that: `evolve` owns what it gets. */
const round = (bodies: readonly string[], entries: number): Round => {
  const begun = performance.now();
  const events: Envelope[] = bodies.map((body) => JSON.parse(body));
  const parsed = performance.now();
  const state = fold(tournament.evolve, tournament.initial(), recordedOf(events));
  const folded = performance.now();
  if (state.version !== bodies.length || state.totals.entries !== entries)
    throw new Error('the fold did not come to the end of the night');
  const perSecond = (ms: number) => (bodies.length / ms) * 1_000;
  return { value: perSecond(folded - parsed), limit: perSecond(parsed - begun) };
};

/** A state of 5,000 entries from its events, against parsing the same events. */
export const benchFold = (): Measure => {
  const bodies = playNight(ENTRIES).events.map((event) => JSON.stringify(event));
  const rounds = Array.from({ length: ROUNDS }, () => round(bodies, ENTRIES));
  return measured(
    {
      name: 'fold',
      unit: 'events/s',
      limitName: 'JSON.parse of the same events',
      bound: { at: 'least', ratio: 0.5 },
    },
    rounds,
    [`${bodies.length} events of ${ENTRIES} entries`],
  );
};
