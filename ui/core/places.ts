import { get } from '../api.ts';
import { useEffect, useSignal } from '../html.ts';
import type { Choice } from '../parts/form.ts';
import { attempt } from './words.ts';

export type Organisation = { readonly id: string; readonly name: string; readonly venues: number };

/** All organisations, asked for once; only administrators are told. */
export const useOrganisations = (): readonly Organisation[] => {
  const all = useSignal<readonly Organisation[]>([]);
  useEffect(() => {
    void attempt(async () => {
      all.value = (await get<{ items: readonly Organisation[] }>('/organisations')).items;
    });
  }, []);
  return all.value;
};

/** The names of places to pick from, behind one that is none. */
export const placeChoices = (
  none: string,
  all: readonly { readonly id: string; readonly name: string }[],
): readonly Choice[] => [
  { value: '', label: none },
  ...all.map(({ id, name }) => ({ value: id, label: name })),
];
