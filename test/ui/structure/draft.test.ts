import { describe, expect, test } from 'bun:test';
import type { Draft } from '../../../ui/structure/draft.ts';
import {
  draftOf,
  keptOver,
  levelsOf,
  meet,
  rebasedDraft,
  removeRow,
  undo,
} from '../../../ui/structure/draft.ts';
import { LEVELS, round } from '../../rooms/tournament/night.ts';

const worked = (): Draft => {
  const draft = draftOf(LEVELS);
  removeRow(draft, 5);
  return draft;
};
/** Somebody corrected the level that was played first. */
const corrected = LEVELS.with(0, round(150, 30));
const other = LEVELS.with(4, round(500));

describe('BLD-5: levels that somebody else changed below a draft', () => {
  test.each([
    ['the same levels, told once more', worked(), LEVELS.map((level) => ({ ...level })), 'keep'],
    ['nothing of one’s own in the draft', draftOf(LEVELS), other, 'drop'],
    ['both did the same', worked(), LEVELS.slice(0, 5), 'drop'],
    ['a level that was played was put right', worked(), corrected, 'rebase'],
    ['levels that both can change', worked(), other, 'ask'],
  ] as const)('%s', (_, draft, theirs, how) => {
    expect(meet({ draft, before: LEVELS, theirs, first: 1 })).toBe(how);
  });

  test('above a corrected past the draft keeps its changes and its steps back', () => {
    const draft = rebasedDraft(worked(), corrected, 1);
    expect(levelsOf(draft)).toEqual(corrected.slice(0, 5));
    undo(draft);
    expect(levelsOf(draft)).toEqual(corrected);
  });

  test('mine over theirs: the past is theirs, and they are one step back', () => {
    const theirs = corrected.with(4, round(500));
    const draft = keptOver(worked(), theirs, 1);
    expect(levelsOf(draft)).toEqual([...theirs.slice(0, 1), ...LEVELS.slice(1, 5)]);
    undo(draft);
    expect(levelsOf(draft)).toEqual(theirs);
  });
});
