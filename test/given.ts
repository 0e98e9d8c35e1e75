import { expect } from 'bun:test';
import type { Decider, Fact, Recorded } from '../src/kernel/decider.ts';
import { fold, isRefusal } from '../src/kernel/decider.ts';

/** Past facts as the log would have recorded them: ids `e1`, `e2` …, one second apart. */
export const recordedFrom = <E extends Fact>(facts: readonly E[], by = 'floor'): Recorded<E>[] =>
  facts.map((fact, i) => ({
    ...fact,
    id: `e${i + 1}`,
    version: i + 1,
    at: (i + 1) * 1_000,
    by,
  }));

/** Given past, when command, then events — or the refusal, and nothing else. */
export const given = <S, C, E extends Fact, Code extends string>(
  room: Decider<S, C, E, Code>,
  past: readonly E[],
) => ({
  when: (command: C) => {
    const state = fold(room.evolve, room.initial(), recordedFrom(past));
    const answer = room.decide(state, command);
    return {
      then: (...events: E[]) => expect(answer).toEqual(events),
      refused: (code: Code) => {
        expect(isRefusal(answer) ? answer.refused : answer).toBe(code);
      },
    };
  },
});
