import type { IssueAt } from '../issues.ts';

/** What the leaf has against one row of a structure. */
export type LevelIssue = { readonly row: number; readonly words: string };

/**
 * The rows that issues name, by paths such as `levels.3.bigBlind` or `body.levels.3`; one that names
 * none of them leaves the whole to be said elsewhere.
 * @param first the row that the first of the levels sent is.
 */
export const levelIssues = (issues: readonly IssueAt[], first: number): readonly LevelIssue[] => {
  const rows = issues.flatMap(({ path, whole }) => {
    const row = Number(path[path.indexOf('levels') + 1]);
    return path.includes('levels') && Number.isInteger(row)
      ? [{ row: first + row, words: whole }]
      : [];
  });
  return rows.length === issues.length ? rows : [];
};
