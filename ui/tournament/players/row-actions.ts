import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { money } from '../../amounts.ts';
import { html, useEffect, useRef } from '../../html.ts';
import type { IconName } from '../../parts/icons.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import { bustNow } from '../entry/bust-now.ts';
import type { Night } from '../night.ts';
import { show } from '../sheets.ts';
import { opened } from './store.ts';

type Choice = {
  readonly icon: IconName;
  readonly label: string;
  readonly tone: string;
  readonly run: () => unknown;
};

/** The one or two things that a row is opened for; the rest is in the player's sheet. */
const choicesFor = ({ state }: Night, entry: EntryView): readonly Choice[] => {
  const { entryId, status, due, owed } = entry;
  const { currency, rebuys } = state.config;
  const isPlayed = state.status === 'running';
  const all: (Choice | false)[] = [
    isPlayed &&
      status === 'in' && {
        ...{ icon: 'bust', label: text.actions.bust, tone: 'tone-danger' },
        run: () => bustNow(entryId),
      },
    isPlayed &&
      status === 'out' &&
      rebuys.allowed && {
        ...{ icon: 'plus', label: text.actions.rebuy, tone: 'tone-success' },
        run: () => show({ sheet: 'rebuy', entryId }),
      },
    due > 0 && {
      ...{ icon: 'trophy', label: text.money.pay(money(due, currency)), tone: 'tone-warning' },
      run: () => show({ sheet: 'pay', entryId }),
    },
    owed > 0 && {
      ...{ icon: 'money', label: text.money.receive, tone: 'tone-warning' },
      run: () => show({ sheet: 'receive', entryId }),
    },
  ];
  return all.filter((one) => one !== false).slice(0, 2);
};

const close = (): void => {
  opened.value = null;
};

/** Comes in over the row's end; a tap elsewhere or Escape takes it away again. */
export const RowActions = ({ night, entry }: { night: Night; entry: EntryView }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = box.current?.closest('tr');
    const back = document.activeElement;
    const byKeys = back instanceof HTMLElement && row?.contains(back);
    if (byKeys) box.current?.querySelector('button')?.focus();
    const elsewhere = ({ target }: Event) => {
      if (!(target instanceof Node) || !row?.contains(target)) close();
    };
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
      if (byKeys) back.focus();
    };
    document.addEventListener('pointerdown', elsewhere);
    box.current?.addEventListener('keydown', keys);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, []);
  const more: Choice = {
    ...{ icon: 'more', label: text.entry.moreActions, tone: 'tone-plain' },
    run: () => show({ sheet: 'entry', entryId: entry.entryId }),
  };
  return html`
    <div
      ref=${box}
      role="group"
      aria-label=${text.players.actionsOf(entry.name)}
      class="row-actions absolute end-0 inset-y-0 flex items-center gap-2 ps-3 pe-2 bg-surface0"
    >
      ${[...choicesFor(night, entry), more].map(
        ({ icon, label, tone, run }, i, { length }) => html`<button
          type="button"
          key=${label}
          class=${`btn px-3 ${tone} ${i === 1 && length > 2 ? 'hidden sm:inline-flex' : ''}`}
          aria-label=${`${label}: ${entry.name}`}
          onClick=${() => {
            close();
            void run();
          }}
        >
          <${Icon} name=${icon} size=${18} />${label}
        </button>`,
      )}
    </div>
  `;
};
