import { html, useSignal } from '../../html.ts';
import { SearchField } from '../../parts/search.ts';
import { Windowed } from '../../parts/windowed.ts';
import { text } from '../../text.ts';
import type { Who } from '../model.ts';
import { searchWho } from '../model.ts';

const ROW_PX = 52;

const placeText = ({ entry, table }: Who): string => {
  if (entry.out !== null) return text.purchase.out;
  return table === undefined || entry.seat === null
    ? text.players.noSeat
    : text.players.seatShort(table.name, entry.seat.seat);
};

/** Pick one of those who can be acted on; Enter takes the match when it is the only one. */
export const WhoList = ({
  all,
  onPick,
  empty,
}: {
  all: readonly Who[];
  onPick: (entryId: string) => void;
  empty: string;
}) => {
  const typed = useSignal('');
  const found = searchWho(typed.value, all);
  const enter = (event: Event) => {
    event.preventDefault();
    // The list on the screen may be a key behind what was typed.
    const [only, another] = searchWho(typed.value, all);
    if (typed.value.trim() !== '' && only !== undefined && another === undefined)
      onPick(only.entry.id);
  };
  return html`
    <form class="flex flex-col gap-2" onSubmit=${enter}>
      <${SearchField} value=${typed} label=${text.players.searchHint} field=${{ autofocus: true }} onTyped=${(
        words: string,
      ) => {
        typed.value = words;
      }} />
      ${found.length === 0 && html`<p class="text-secondary py-4 text-center">${all.length === 0 ? empty : text.players.noMatch}</p>`}
      ${
        found.length > 0 &&
        html`<div class="card overflow-hidden">
          <${Windowed}
            items=${found}
            rowPx=${ROW_PX}
            row=${(who: Who) => html`
              <div role="listitem" key=${who.entry.id}><button
                type="button"
                class="flex items-center gap-3 w-full h-13 px-4 text-left border-b border-surface1"
                onClick=${() => onPick(who.entry.id)}
              >
                <bdi class="grow min-w-0 line-clamp-2 break-words leading-tight font-medium">${who.name}</bdi>
                <span class="text-caption text-secondary whitespace-nowrap">
                  ${placeText(who)}
                </span>
              </button></div>
            `}
          />
        </div>`
      }
    </form>
  `;
};
