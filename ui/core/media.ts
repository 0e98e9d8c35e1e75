import { useEffect, useSignal } from '../html.ts';

/** Whether the window is so now, and whenever that changes. */
export const useMedia = (query: string): boolean => {
  const fits = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const look = () => {
      fits.value = list.matches;
    };
    list.addEventListener('change', look);
    return () => list.removeEventListener('change', look);
  }, [query]);
  return fits.value;
};

/** Runs at once and every `ms` while the page is seen, and never twice at a time. */
export const usePolling = (ms: number, ask: () => Promise<void>, key: string): void =>
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = async () => {
      if (document.visibilityState === 'visible') await ask();
      if (!isOver) timer = setTimeout(turn, ms);
    };
    void turn();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
