import { ApiProblem } from './api.ts';
import { signal } from './html.ts';
import { issueWords } from './issues.ts';
import { text } from './text.ts';

export type Toast = {
  readonly id: number;
  readonly tone: 'plain' | 'danger';
  readonly title: string;
  readonly detail?: string | undefined;
  /** `note` stands below the label: what it costs to do it. */
  readonly action?:
    | { readonly label: string; readonly note?: string; readonly run: () => void }
    | undefined;
};

const PLAIN_MS = 4_000;
/** What can be taken back, and what went wrong, stays long enough to be read and acted on. */
const LONG_MS = 10_000;
/** Together on a laptop; where fingers work, a newer one takes the place of the older. */
const MOST = 3;
/** Below this width fingers work, and what was refused goes with the next tap anywhere. */
const TOUCH = '(max-width: 1279px)';

const isTouch = (): boolean => matchMedia(TOUCH).matches;

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

export const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((one) => one.id !== id);
};

export const toast = (told: Omit<Toast, 'id'>): void => {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value, { ...told, id }].slice(isTouch() ? -1 : -MOST);
  setTimeout(dismiss, told.action || told.tone === 'danger' ? LONG_MS : PLAIN_MS, id);
};

/** A refusal was read when somebody goes on; the tap itself goes where it was meant. */
export const clearOnTap = (): (() => void) => {
  const tap = ({ target }: PointerEvent): void => {
    const isOwn = target instanceof Element && target.closest('.toasts') !== null;
    if (isOwn || !isTouch()) return;
    if (toasts.value.some(({ tone }) => tone === 'danger'))
      toasts.value = toasts.value.filter(({ tone }) => tone !== 'danger');
  };
  addEventListener('pointerdown', tap, { capture: true });
  return () => removeEventListener('pointerdown', tap, { capture: true });
};

/** An error in words for the person at the desk. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof ApiProblem)) return text.errors.unknown;
  if (error.code === 'UNREACHABLE') return text.errors.unreachable;
  const known = issueWords(error.details['issues']) ?? text.errors.codes[error.code];
  return known ?? (error.message || text.errors.unknown);
};

export const complain = (error: unknown): void =>
  toast({ tone: 'danger', title: text.errors.title, detail: wordsOf(error) });

/** Runs what a tap asked for; a failure becomes a toast. Answers undefined then. */
export const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    complain(error);
    return undefined;
  }
};
