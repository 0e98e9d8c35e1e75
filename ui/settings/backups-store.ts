import { SECOND } from '../../src/kernel/time.ts';
import type { BackupsView } from '../../src/server/app.ts';
import { ApiProblem, get, refresh, session } from '../api.ts';
import { signal } from '../html.ts';

const LOOK_MS = 5 * SECOND;

/** The backups as the leaf says; null until they were asked for. */
export const backups = signal<BackupsView | null>(null);

export const readBackups = async (): Promise<void> => {
  const now = await get<BackupsView>('/backups').catch(() => null);
  if (now !== null) backups.value = now;
};

/** Keeps it as the leaf says while the page is open. Answers how to stop. */
export const followBackups = (): (() => void) => {
  void readBackups();
  const timer = setInterval(() => {
    if (!document.hidden) void readBackups();
  }, LOOK_MS);
  return () => clearInterval(timer);
};

const fetched = (path: string): Promise<Response | null> => {
  const authorization = `Bearer ${session.value?.accessToken ?? ''}`;
  return fetch(`/api/v1${path}`, { headers: { authorization } }).catch(() => null);
};

/** A file of the leaf's that only who is signed in may have, saved by the browser. */
export const saveFrom = async (path: string, name: string): Promise<void> => {
  let response = await fetched(path);
  // A page that lay open for longer than a token lasts.
  if (response?.status === 401 && (await refresh())) response = await fetched(path);
  if (response?.ok !== true) {
    const code = response === null ? 'UNREACHABLE' : 'UNAUTHENTICATED';
    throw new ApiProblem({ code, message: '', status: response?.status ?? 0 });
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10 * SECOND);
};
