import type { ComponentChildren, Signal, VNode } from '../html.ts';
import { html } from '../html.ts';
import { Card, Empty } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { mayAct } from '../tournament/night.ts';
import type { Item } from './library.ts';

type Words = {
  readonly lead: string;
  readonly empty: string;
  readonly emptyLead: string;
  readonly add: string;
};

type Props<Body> = {
  readonly items: Signal<readonly Item<Body>[] | null>;
  readonly words: Words;
  readonly icon: IconName;
  readonly add: () => void;
  /** One item as a card; it brings its own key. */
  readonly card: (item: Item<Body>) => VNode | readonly VNode[];
  /** The sheet that is open, if one is. */
  readonly children?: ComponentChildren;
};

/** What the house keeps of one kind: all of it as cards, a new one, and what to do where there is none. */
export const LibraryPage = <Body>({ items, words, icon, add, card, children }: Props<Body>) => {
  const all = items.value ?? [];
  const button =
    mayAct.value &&
    html`<button type="button" class="btn btn-primary" onClick=${add}><${Icon} name="plus" size=${18} />${words.add}</button>`;
  return html`
    <div class="flex flex-col gap-4">
      <p class="text-secondary">${words.lead}</p>
      ${
        items.value !== null && all.length === 0
          ? html`<${Card}><${Empty} icon=${icon} title=${words.empty} lead=${words.emptyLead}>${button}<//><//>`
          : html`
              <div class="grid grid-cols-1 md:grid-cols-2 gap-3">${all.map(card)}</div>
              <div>${button}</div>
            `
      }
      ${children}
    </div>
  `;
};
