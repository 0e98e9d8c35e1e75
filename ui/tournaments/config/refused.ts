import type { Level } from '../../../src/poker/blinds.ts';
import { useEffect, useSignal } from '../../html.ts';
import type { IssueAt } from '../../issues.ts';
import type { Attempt } from '../../parts/field-issues.ts';
import { issuesOf } from '../../parts/field-issues.ts';
import type { LevelIssue } from '../../structure/level-issues.ts';
import { levelIssues } from '../../structure/level-issues.ts';
import { text } from '../../text.ts';
import { complain, toast } from '../../toasts.ts';
import type { Editing } from './editing.ts';
import { showFirst } from './to-fix.ts';

/** As the settings call it: what a template is made of lies deeper in what is sent. */
const placeOf = ({ path }: IssueAt): string =>
  path.join('.').replace(/^(?:body\.)?(?:config\.)?/u, '');

/**
 * What the leaf says of one field, in words, until somebody types there again.
 * @param at where it stands in what is sent, such as `buyIns.0.price`; a field without one says nothing.
 */
export const useRefusal = (
  edit: Pick<Editing, 'refused' | 'fields'> | undefined,
  at: string | undefined,
) => {
  useEffect(() => {
    if (edit === undefined || at === undefined) return undefined;
    edit.fields.add(at);
    return () => void edit.fields.delete(at);
  }, [at]);
  const isHere = (one: IssueAt) => placeOf(one) === at;
  return {
    words: edit?.refused.value.find(isHere)?.words,
    forget: () => {
      if (edit?.refused.value.some(isHere))
        edit.refused.value = edit.refused.value.filter((one) => !isHere(one));
    },
  };
};

/** What the form says by itself, and leads to; the rest is left. */
const sayAtFields = (edit: Editing, issues: readonly IssueAt[]): readonly IssueAt[] => {
  const isField = (one: IssueAt) => edit.fields.has(placeOf(one));
  edit.refused.value = issues.filter(isField);
  return issues.filter((one) => !isField(one));
};

/** For `command`: whether fields of the form say all that the leaf has against it. */
export const refusedBy =
  (edit: Editing) =>
  (error: unknown): boolean => {
    const all = issuesOf(error);
    const others = sayAtFields(edit, all);
    if (others.length < all.length) requestAnimationFrame(showFirst);
    return all.length > 0 && others.length === 0;
  };

/** Runs what saves a tournament's settings and levels: each of them says itself what is wrong with it. */
export const useRefusals = (edit: Editing, levels: readonly Level[]) => {
  const rows = useSignal<{
    readonly of: readonly Level[];
    readonly issues: readonly LevelIssue[];
  }>({ of: levels, issues: [] });
  const attempt: Attempt = async (work) => {
    edit.refused.value = [];
    rows.value = { of: levels, issues: [] };
    try {
      return await work();
    } catch (error) {
      const all = issuesOf(error);
      const isRow = ({ path }: IssueAt) => path.includes('levels') && path.at(-1) !== 'levels';
      rows.value = { of: levels, issues: levelIssues(all.filter(isRow), 0) };
      const [other] = sayAtFields(
        edit,
        all.filter((one) => !isRow(one)),
      );
      if (all.length === 0) complain(error);
      else if (other !== undefined)
        toast({ tone: 'danger', title: text.errors.title, detail: other.whole });
      else requestAnimationFrame(showFirst);
      return undefined;
    }
  };
  return { attempt, rows: rows.value.of === levels ? rows.value.issues : [] };
};
