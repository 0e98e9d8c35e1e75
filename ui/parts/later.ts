import type { ComponentChildren } from '../html.ts';
import { html, signal } from '../html.ts';
import { text } from '../text.ts';

type Page<Props> = (props: Props) => ComponentChildren;

const loads: (() => void)[] = [];

/** Asks for everything that waits, once the page has nothing better to do. */
export const loadTheRest = (): void => {
  for (const load of loads.splice(0)) load();
};

const RETRY_MS = 2_000;

/**
 * A page whose script comes after the first one, because a night can begin without it. It is fetched
 * when somebody opens it or when the page is idle, whichever is first, so that it is there also
 * when the leaf is away.
 */
export const later = <Props extends object>(load: () => Promise<Page<Props>>): Page<Props> => {
  const page = signal<Page<Props> | null>(null);
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    load().then(
      (loaded) => {
        page.value = loaded;
      },
      () => {
        asked = false;
        setTimeout(ask, RETRY_MS);
      },
    );
  };
  loads.push(ask);
  return (props) => {
    const Loaded = page.value;
    if (Loaded !== null) return html`<${Loaded} ...${props} />`;
    ask();
    return html`<p class="text-secondary text-center p-24 breathe">${text.loading}</p>`;
  };
};
