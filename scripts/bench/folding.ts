import { fold } from '../../src/kernel/decider.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import { recorded } from '../../src/kernel/envelope.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import type { Round } from './measure.ts';
import { playNight } from './night.ts';
import { answerQuestions } from './processes.ts';

export type Question = { readonly entries: number; readonly rounds: number };
export type Reply = { readonly rounds: readonly Round[]; readonly events: number };

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

/** In a process of its own: what other benchmarks left in memory would be collected in the rounds. */
answerQuestions<Question, Reply>(async ({ entries, rounds }) => {
  const bodies = playNight(entries).events.map((event) => JSON.stringify(event));
  return {
    rounds: Array.from({ length: rounds }, () => round(bodies, entries)),
    events: bodies.length,
  };
});
