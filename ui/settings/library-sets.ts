import type { VNode } from '../html.ts';
import { html, useSignal } from '../html.ts';
import type { FieldIssues } from '../parts/field-issues.ts';
import type { IconName } from '../parts/icons.ts';
import type { Item, Kind } from './library.ts';
import { useLibrary } from './library.ts';
import { LibraryPage } from './library-page.ts';

/** What is open in the sheet: one of the house's, or a new one, which has no id yet. */
export type Opened<Body> = {
  readonly id: string | null;
  readonly name: string;
  readonly body: Body;
};

/** What the sheet of one item is given. */
export type SheetProps<Body> = {
  readonly opened: Opened<Body>;
  readonly save: (name: string, body: Body, tries: FieldIssues['attempt']) => Promise<boolean>;
  /** Undefined for a new one. */
  readonly remove: (() => void) | undefined;
  readonly onClose: () => void;
};

type Words = {
  readonly lead: string;
  readonly empty: string;
  readonly emptyLead: string;
  readonly add: string;
  /** What a new one is called at first. */
  readonly standard: string;
  readonly saved: (name: string) => string;
  readonly removed: (name: string) => string;
};

/** What the house keeps of one kind: cards that open in a sheet, a new one, saved and removed with undo. */
export const LibrarySets = <Body>({
  kind,
  words,
  icon,
  fresh,
  card,
  sheet,
}: {
  kind: Kind;
  words: Words;
  icon: IconName;
  /** A new one. */
  fresh: Body;
  card: (item: Item<Body>, open: () => void) => VNode | readonly VNode[];
  sheet: (props: SheetProps<Body>) => VNode | readonly VNode[];
}) => {
  const { items, save, remove } = useLibrary<Body>(kind);
  const opened = useSignal<Opened<Body> | null>(null);
  const show = (one: Opened<Body> | null) => {
    opened.value = one;
  };
  const close = () => show(null);
  const one = opened.value;
  const own = (items.value ?? []).find(({ id }) => id === one?.id);
  const drop = (item: Item<Body>) => () => {
    close();
    void remove(item, words.removed(item.name));
  };
  return html`
    <${LibraryPage}
      items=${items}
      words=${words}
      icon=${icon}
      add=${() => show({ id: null, name: words.standard, body: fresh })}
      card=${(item: Item<Body>) => card(item, () => show(item))}
    >
      ${
        one !== null &&
        sheet({
          opened: one,
          save: (name, body, tries) => save({ id: one.id, name, body }, words.saved(name), tries),
          remove: own && drop(own),
          onClose: close,
        })
      }
    <//>
  `;
};
