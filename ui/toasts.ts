import { ApiProblem } from './api.ts';
import { signal } from './html.ts';
import { text } from './text.ts';

export type Toast = {
  readonly id: number;
  readonly tone: 'plain' | 'danger';
  readonly title: string;
  readonly detail?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
};

const PLAIN_MS = 4_000;
/** What can be taken back, and what went wrong, stays long enough to be read and acted on. */
const LONG_MS = 10_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

export const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((one) => one.id !== id);
};

export const toast = (told: Omit<Toast, 'id'>): void => {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value, { ...told, id }].slice(-MOST);
  setTimeout(dismiss, told.action || told.tone === 'danger' ? LONG_MS : PLAIN_MS, id);
};

/** An error in words for the person at the desk. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof ApiProblem)) return text.errors.unknown;
  if (error.code === 'UNREACHABLE') return text.errors.unreachable;
  const [issue] = Array.isArray(error.details['issues']) ? error.details['issues'] : [];
  const where = typeof issue === 'object' && issue !== null ? issue : undefined;
  if (where === undefined) return error.message || text.errors.unknown;
  return text.errors.issue(String(where.path ?? ''), String(where.message ?? ''));
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
