import type { State } from '../../../src/rooms/tournament/state.ts';
import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { money, number } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Pill } from '../../parts/bits.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { show } from '../sheets.ts';
import { RowActions } from './row-actions.ts';
import { current, opened } from './store.ts';
import { restText, statusText, statusTone, whereLong, whereText } from './words.ts';

export const ROW_PX = 64;

/** Is there a column for what was bought after the entry? */
export const sellsMore = ({ config }: State): boolean =>
  config.rebuys.allowed || config.addOns.allowed;

type Of = { readonly entry: EntryView; readonly night: Night };

const Menu = ({ entry }: { entry: EntryView }) => html`
  <button
    type="button"
    tabindex="-1"
    class="btn btn-icon text-secondary"
    aria-label=${text.players.actionsOf(entry.name)}
    aria-expanded=${String(opened.value === entry.entryId)}
    onClick=${() => {
      opened.value = opened.value === entry.entryId ? null : entry.entryId;
    }}
  >
    <${Icon} name="more" size=${20} />
  </button>
`;

const Name = ({ entry, night, isStop }: Of & { isStop: boolean }) => {
  const { config, registration } = night.state;
  const rest = restText(entry, config.currency);
  return html`
    <button
      type="button"
      data-name
      tabindex=${isStop ? 0 : -1}
      class=${`flex flex-col justify-center w-full h-16 scroll-mt-50 scroll-mb-44 text-start ${mayAct.value ? '' : 'ps-4'}`}
      onFocus=${() => {
        current.value = entry.entryId;
      }}
      onClick=${() => show({ sheet: 'entry', entryId: entry.entryId })}
    >
      <bdi class=${`max-w-full line-clamp-2 break-words leading-tight font-medium ${entry.status === 'in' ? '' : 'text-secondary'}`}>${entry.name}</bdi>
      ${rest && html`<span class=${`block max-w-full truncate text-micro leading-tight md:hidden ${entry.owed > 0 ? 'text-warning' : 'text-secondary'}`}>${rest}</span>`}
      <span class="sr-only"> · ${whereLong(entry, registration.open)}</span>
    </button>
  `;
};

/** Chips while in; what the place brought once out, where the prizes have no column. */
const Chips = ({ entry, currency }: { entry: EntryView; currency: string }) => html`
  ${entry.status === 'in' && entry.chips !== null && number(entry.chips)}
  ${entry.status !== 'in' && entry.prize > 0 && html`<span class="text-prize lg:hidden">${money(entry.prize, currency)}</span>`}
`;

const Two = ({
  main,
  more,
  tone = 'text-secondary',
}: {
  main: string;
  more: string;
  tone?: string;
}) => html`
  <bdi class="block truncate">${main}</bdi>
  ${more && html`<span class=${`block text-micro font-sans tracking-normal font-medium truncate ${tone}`}>${more}</span>`}
`;

/** A player with what matters now; the columns that a narrow screen has no room for are in the second line. */
export const Row = ({ entry, night, index, isStop }: Of & { index: number; isStop: boolean }) => {
  const { currency } = night.state.config;
  const amount = (minor: number) => money(minor, currency);
  const soFar = entry.rank !== null && night.state.registration.open ? text.soFar : '';
  const isSeated = entry.status === 'in' && entry.seat !== null;
  const cell = 'mono text-end px-2 whitespace-nowrap overflow-hidden text-ellipsis';
  return html`
    <tr
      data-entry=${entry.entryId}
      aria-rowindex=${index + 2}
      class=${`h-16 cursor-pointer ${index % 2 === 1 ? 'row-odd' : ''}`}
      onClick=${({ target }: Event) => {
        if (target instanceof Element && target.closest('button') === null)
          show({ sheet: 'entry', entryId: entry.entryId });
      }}
    >
      ${mayAct.value && html`<td class="p-0"><${Menu} entry=${entry} /></td>`}
      <td class="p-0 pe-2"><${Name} entry=${entry} night=${night} isStop=${isStop} /></td>
      <td class="hidden md:table-cell px-2 truncate"><${Pill} tone=${statusTone(entry)}>${statusText(entry)}<//></td>
      <td class=${`px-2 truncate ${entry.status === 'in' && entry.seat === null ? 'text-warning' : ''}`}>
        <${Two} main=${whereText(entry)} more=${isSeated ? text.tables.seatNo(entry.seat?.seat ?? 0) : soFar} />
      </td>
      <td class=${cell}><${Chips} entry=${entry} currency=${currency} /></td>
      ${
        sellsMore(night.state) &&
        html`<td class=${`${cell} hidden md:table-cell`}>
        <${Two}
          main=${entry.rebuys > 0 ? number(entry.rebuys) : ''}
          more=${entry.addOns > 0 ? text.players.addOns(entry.addOns) : ''}
        />
      </td>`
      }
      <td class=${`${cell} hidden lg:table-cell`}>
        <${Two} main=${entry.hits > 0 ? number(entry.hits) : ''} more=${entry.bountiesWon > 0 ? amount(entry.bountiesWon) : ''} tone="text-bounty" />
      </td>
      <td class=${`${cell} hidden md:table-cell`}>
        <${Two} main=${amount(entry.paid)} more=${entry.owed > 0 ? text.players.owes(amount(entry.owed)) : ''} tone="text-warning" />
      </td>
      <td class=${`${cell} hidden lg:table-cell text-prize`}>${entry.prize > 0 && amount(entry.prize)}</td>
      <td class="relative w-0 p-0">
        ${opened.value === entry.entryId && html`<${RowActions} night=${night} entry=${entry} />`}
      </td>
    </tr>
  `;
};
