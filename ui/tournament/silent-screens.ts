import { get } from '../api.ts';
import type { Display } from '../displays/model.ts';
import { useEffect, useSignal } from '../html.ts';
import { isLost, listsChanged } from './night.ts';

/** A screen grows silent without an event. */
const LOOK_MS = 15_000;

const isSilent = ({ status, view }: Display): boolean =>
  status !== 'online' && view !== 'unassigned';

/** The tournament's screens that have not been heard of lately, while `isAsked`. */
export const useSilent = (tournamentId: string, isAsked: boolean): readonly Display[] => {
  const silent = useSignal<readonly Display[]>([]);
  const { displays: changed } = listsChanged.value;
  useEffect(() => {
    silent.value = [];
    if (!isAsked) return undefined;
    const look = async () => {
      // No answer is told by the banner already.
      const page = isLost.value ? null : await get<Page>('/displays').catch(() => null);
      const own = page?.items.filter((one) => one.tournamentId === tournamentId);
      if (own !== undefined) silent.value = own.filter(isSilent);
    };
    void look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [tournamentId, isAsked, changed]);
  return silent.value;
};

type Page = { readonly items: readonly Display[] };
