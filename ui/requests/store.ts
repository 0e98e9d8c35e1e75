import type { RequestView } from '../../src/rooms/requests/views.ts';
import { get, post } from '../api.ts';
import { effect, signal } from '../html.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { listsChanged, mayAct } from '../tournament/night.ts';

/** What came from the cloud, open ones first; null until it was asked for. */
export const requests = signal<readonly RequestView[] | null>(null);

const read = async (): Promise<void> => {
  const page = await get<{ items: readonly RequestView[] }>('/requests').catch(() => null);
  if (page !== null) requests.value = page.items;
};

let isFollowed = false;

/** Keeps the list as the leaf has it, from the first page on that asks. */
export const followRequests = (): void => {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    listsChanged.value.requests;
    // Not at once: what asking looks at is none of this effect's business.
    if (mayAct.value) queueMicrotask(read);
    else requests.value = null;
  });
};

export const isOpen = ({ status }: RequestView): boolean =>
  status === 'waiting' || status === 'conflicted';

/** How many wait for an operator; of one tournament where it is named. */
export const openCount = (tournamentId?: string): number =>
  (requests.value ?? []).filter(
    (one) => isOpen(one) && (tournamentId === undefined || one.tournament?.id === tournamentId),
  ).length;

type Decided = { readonly eventId: string };

/** Takes a decision back; the request waits again. */
export const takeBack = async (id: string, eventId: string): Promise<void> => {
  const done = await attempt(() => post(`/requests/${id}/undo`, { eventId }));
  await read();
  if (done !== undefined) toast({ tone: 'plain', title: text.requests.undone });
};

/** Decides, and offers the way back; answers whether it was taken. */
export const decide = async (
  id: string,
  what: 'accept' | 'refuse' | 'settle',
  body: object,
  title: string,
): Promise<boolean> => {
  const done = await attempt(() => post<Decided>(`/requests/${id}/${what}`, body));
  await read();
  if (done === undefined) return false;
  const run = () => void takeBack(id, done.eventId);
  toast({ tone: 'plain', title, action: { label: text.undo, run } });
  return true;
};
