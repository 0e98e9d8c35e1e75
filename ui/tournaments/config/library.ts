import type { ChipSpec } from '../../../src/poker/chips.ts';
import type { PayoutPlan } from '../../../src/poker/payouts.ts';
import { getAll } from '../../api.ts';
import { signal } from '../../html.ts';
import { attempt } from '../../toasts.ts';

type Kept<Body> = { readonly id: string; readonly name: string; readonly body: Body };

/** What the house keeps and a tournament can be given. */
export type Library = {
  readonly chipSets: readonly Kept<{ readonly chips: ChipSpec[] }>[];
  readonly payoutTables: readonly Kept<{ readonly plan: PayoutPlan }>[];
};

export const library = signal<Library>({ chipSets: [], payoutTables: [] });

export const loadLibrary = (): void => {
  void attempt(async () => {
    const [chipSets, payoutTables] = await Promise.all([
      getAll<Library['chipSets'][number]>('/library?kind=chipSet'),
      getAll<Library['payoutTables'][number]>('/library?kind=payoutTable'),
    ]);
    library.value = { chipSets, payoutTables };
  });
};
