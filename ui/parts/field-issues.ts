import { ApiProblem } from '../api.ts';
import { useSignal } from '../html.ts';
import type { IssueAt } from '../issues.ts';
import { issuesAt } from '../issues.ts';
import { text } from '../text.ts';
import { complain, toast } from '../toasts.ts';

/** Runs what saves a form; undefined where it was refused. */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T | undefined>;

export const issuesOf = (error: unknown): readonly IssueAt[] =>
  error instanceof ApiProblem ? issuesAt(error.details['issues']) : [];

/** The first field that is wrong, once it says so; a sheet scrolls to it. */
const showFirst = (): void => {
  requestAnimationFrame(() => {
    const all = [...document.querySelectorAll<HTMLElement>('[aria-invalid="true"]')];
    const wrong = all.find((one) => one.offsetParent !== null);
    wrong?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  });
};

/**
 * What the leaf says of single fields of a form, for each to say itself; what is about none of them is a
 * toast, as everything else that goes wrong.
 * @param fields names of the fields that the form has, as paths of issues run through them.
 */
export const useFieldIssues = (fields: readonly string[]) => {
  const said = useSignal<readonly IssueAt[]>([]);
  const fieldOf = ({ path }: IssueAt) => path.findLast((part) => fields.includes(part));
  const take = (error: unknown) => {
    const all = issuesOf(error);
    said.value = all.filter((one) => fieldOf(one) !== undefined);
    if (said.value.length > 0) showFirst();
    return { all, other: all.find((one) => fieldOf(one) === undefined) };
  };
  const attempt: Attempt = async (work) => {
    said.value = [];
    try {
      return await work();
    } catch (error) {
      const { all, other } = take(error);
      if (all.length === 0) complain(error);
      else if (other !== undefined)
        toast({ tone: 'danger', title: text.errors.title, detail: other.whole });
      return undefined;
    }
  };
  /** For `command`: whether the fields say all that the leaf has against it. */
  const refused = (error: unknown): boolean => {
    const { all, other } = take(error);
    return all.length > 0 && other === undefined;
  };
  const of = (field: string): string | undefined =>
    said.value.find((one) => fieldOf(one) === field)?.words;
  /** Of one row of a field that is a list. */
  const ofRow = (field: string, row: number): string | undefined =>
    said.value.find(({ path }) => path[path.lastIndexOf(field) + 1] === String(row))?.whole;
  return { of, ofRow, attempt, refused };
};
export type FieldIssues = ReturnType<typeof useFieldIssues>;
