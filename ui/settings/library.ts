import { del, get, post, put } from '../api.ts';
import type { Signal } from '../html.ts';
import { useEffect, useSignal } from '../html.ts';
import type { Attempt } from '../parts/field-issues.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';

/** Something that the house keeps for the next time. */
export type Item<Body> = { readonly id: string; readonly name: string; readonly body: Body };
export type Kind = 'chipSet' | 'payoutTable';

/** The house's items of a kind, with what can be done to them. */
export const useLibrary = <Body>(kind: Kind) => {
  const items: Signal<readonly Item<Body>[] | null> = useSignal(null);
  const load = (): Promise<unknown> =>
    attempt(async () => {
      items.value = (await get<{ items: readonly Item<Body>[] }>(`/library?kind=${kind}`)).items;
    });
  useEffect(() => {
    void load();
  }, []);

  const bodyOf = ({ name, body }: Pick<Item<Body>, 'name' | 'body'>) => ({ kind, name, body });
  const undo = (title: string, run: () => Promise<unknown>): void =>
    toast({
      ...{ tone: 'plain', title },
      action: { label: text.undo, run: () => void attempt(run).then(load) },
    });

  /**
   * Keeps it, as a new one where it has no id; false where the leaf refused it.
   * @param tries says what is wrong at the fields of its form, in place of a toast.
   */
  const save = async (
    item: Pick<Item<Body>, 'name' | 'body'> & { readonly id: string | null },
    said: string,
    tries: Attempt = attempt,
  ): Promise<boolean> => {
    const { id } = item;
    const before = items.value?.find((one) => one.id === id);
    const made = await tries(() =>
      id === null
        ? post<{ id: string }>('/library', bodyOf(item))
        : put<{ id: string }>(`/library/${id}`, bodyOf(item)),
    );
    if (made === undefined) return false;
    await load();
    if (before === undefined) undo(said, () => del(`/library/${made.id}`));
    else undo(said, () => put(`/library/${before.id}`, bodyOf(before)));
    return true;
  };

  const remove = async (item: Item<Body>, said: string): Promise<void> => {
    const gone = await attempt(async () => {
      await del(`/library/${item.id}`);
      return true;
    });
    if (gone === undefined) return;
    await load();
    undo(said, () => post('/library', bodyOf(item)));
  };

  return { items, save, remove };
};
