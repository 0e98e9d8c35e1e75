import { del } from '../api.ts';
import { go } from '../routes.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';

/** The way back from making a tournament: it is discarded, as long as nobody entered it. */
export const unmake = (id: string, name: string): void =>
  void attempt(async () => {
    await del(`/tournaments/${id}`);
    toast({ tone: 'plain', title: text.list.discarded(name) });
    go({ page: 'tournaments' });
  });

/** The way back from putting something into the library: it is taken out again. */
export const takeOut = (id: string, name: string): void =>
  void attempt(async () => {
    await del(`/library/${id}`);
    toast({ tone: 'plain', title: text.templates.removed(name) });
  });
