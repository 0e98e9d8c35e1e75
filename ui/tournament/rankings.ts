import type { EntryView } from '../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { money, ordinal } from '../amounts.ts';
import { html } from '../html.ts';
import { Card, Empty } from '../parts/bits.ts';
import { Windowed } from '../parts/windowed.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { show } from './sheets.ts';

/** Places with what they brought; those still in come first. */
export const Rankings = ({ night: { state, names } }: { night: Night }) => {
  const entries = entriesView(state, names).filter(
    ({ status }) => status === 'in' || status === 'out',
  );
  const { currency } = state.config;
  const row = (entry: EntryView) => html`
    <button
      type="button"
      key=${entry.entryId}
      class="flex items-center gap-3 w-full h-14 px-4 text-left border-b border-surface1"
      onClick=${() => show({ sheet: 'entry', entryId: entry.entryId })}
    >
      <span class="mono w-14 ${entry.rank === null ? 'text-success' : ''}">${entry.rank === null ? text.players.in : ordinal(entry.rank)}</span>
      <span class="grow min-w-0 truncate">${entry.name}</span>
      ${entry.hits > 0 && html`<span class="text-caption text-secondary">${text.players.hits(entry.hits)}</span>`}
      ${entry.prize > 0 && html`<span class="mono text-prize">${money(entry.prize, currency)}</span>`}
      ${entry.otherPrize && html`<span class="text-prize">${entry.otherPrize}</span>`}
    </button>
  `;
  return html`
    <${Card} class="overflow-hidden">
      ${state.registration.open && entries.length > 0 && html`<p class="px-4 py-3 text-warning text-caption">${text.money.provisionalHint}</p>`}
      ${
        entries.length === 0
          ? html`<${Empty} icon="trophy" title=${text.players.empty} />`
          : html`<${Windowed} items=${entries} rowPx=${56} row=${row} />`
      }
    <//>
  `;
};
