import { clockText } from '../../src/kernel/time.ts';
import { nextBreak } from '../../src/poker/blinds.ts';
import { msUntil } from '../../src/poker/clock.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { openTables } from '../../src/rooms/tournament/state.ts';
import { screenView } from '../../src/rooms/tournament/views/screen.ts';
import { money, number, short } from '../amounts.ts';
import { html, useComputed } from '../html.ts';
import { Card, Dotted, Stat } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { Counters } from './counters.ts';
import { Feed } from './feed.ts';
import { seatedAt, shortTables } from './model.ts';
import type { Night } from './night.ts';
import { leafNow, position } from './night.ts';
import { Notices } from './notices.ts';
import { show } from './sheets.ts';
import { MiniTable } from './table-picture.ts';

/** How long until the next break, and how long that is; what was played once it is over. */
const Break = ({ state }: { state: State }) => {
  const index = nextBreak(state.levels, state.clock.anchor.level);
  const level = state.levels[index];
  const left = useComputed(() =>
    index === -1 || position.value === null
      ? '–'
      : clockText(msUntil(state.levels, position.value, index)),
  );
  const note = level === undefined ? text.clock.noBreak : text.clock.minutes(level.minutes);
  return html`<${Stat} label=${text.overview.nextBreak} value=${left.value} note=${note} />`;
};

const Figures = ({ night: { state } }: { night: Night }) => {
  const { stats, currency } = screenView(state, leafNow());
  const big = stats.avgBigBlinds10;
  const average = !big
    ? ''
    : text.overview.bigBlinds(number(big < 1000 ? big / 10 : Math.round(big / 10)));
  const first = money(stats.firstPrize, currency);
  const said = stats.provisional ? text.overview.firstSoFar : text.overview.first;
  const extras = [
    state.config.rebuys.allowed && stats.rebuys > 0 ? text.players.rebuys(stats.rebuys) : '',
    stats.addOns > 0 ? text.players.addOns(stats.addOns) : '',
  ].filter((part) => part !== '');
  return html`
    <div class="grid grid-cols-2 md:grid-cols-4 gap-2.5">
      <${Stat} label=${text.overview.entries} value=${number(stats.entries)} note=${html`<${Dotted} words=${extras.join(' · ') || ' '} />`} />
      ${
        state.status === 'ended'
          ? html`<${Stat} label=${text.money.chips} value=${short(stats.chipsInPlay)} note=" " />`
          : html`<${Stat} label=${text.overview.average} value=${short(stats.avgStack)} note=${average || ' '} />`
      }
      <${Stat} label=${text.overview.pool} value=${money(stats.prizePool, currency)} note=${text.overview.placesPaid(stats.placesPaid)} class="text-prize" />
      ${
        state.status === 'ended'
          ? html`<${Stat} label=${said} value=${first} note=" " />`
          : html`<${Break} state=${state} />`
      }
    </div>
  `;
};

const SHOWN = 6;

const Tables = ({ night }: { night: Night }) => {
  const all = openTables(night.state);
  if (all.length === 0) return null;
  const behind = shortTables(night.state);
  const worst = [...all].sort((a, b) => (behind.get(b.id) ?? 0) - (behind.get(a.id) ?? 0));
  const shown = worst.slice(0, SHOWN).sort((a, b) => a.number - b.number);
  const href = hrefOf({ page: 'night', id: night.id, tab: 'tables' });
  const { maxDifference } = night.state.config.seating;
  return html`
    <${Card}
      title=${text.tables.title}
      aside=${html`<a class="font-semibold min-h-12 min-w-12 flex items-center justify-end" href=${href}>${text.overview.all(all.length)}</a>`}
    >
      <div class="grid grid-cols-2 md:grid-cols-3 gap-2.5 p-4 pt-0">
        ${shown.map((table) => {
          const isShort = (behind.get(table.id) ?? 0) > maxDifference;
          return html`
            <button
              type="button"
              key=${table.id}
              class=${`rounded-xl p-3 text-left bg-[var(--bar)] border ${isShort ? 'border-warning' : 'border-transparent'}`}
              onClick=${() => show({ sheet: 'table', tableId: table.id })}
            >
              <span class="flex justify-between gap-2 text-caption">
                <span class="font-semibold truncate">${table.name}</span>
                <span class=${isShort ? 'text-warning' : 'text-secondary'}>
                  ${text.tables.of(seatedAt(table), table.seats.length)}
                </span>
              </span>
              <${MiniTable} table=${table} />
            </button>
          `;
        })}
      </div>
    <//>
  `;
};

const PlayersPage = () => html`
  <button
    type="button"
    class="card px-4 min-h-14 flex items-center gap-3 text-left"
    onClick=${() => show({ sheet: 'phoneLink' })}
  >
    <span class="text-primary"><${Icon} name="phone" /></span>
    <span class="grow min-w-0">
      <span class="block font-medium">${text.overview.phone}</span>
      <span class="block text-caption text-secondary leading-snug">${text.more.leads['phone']}</span>
    </span>
    <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
  </button>
`;

export const Overview = ({ night }: { night: Night }) => html`
  <div class="grid grid-cols-1 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 items-start">
    <div class="flex flex-col gap-4 min-w-0">
      <${Figures} night=${night} />
      <${Notices} night=${night} />
      ${night.state.config.mode === 'counters' && html`<${Counters} state=${night.state} />`}
      <${Tables} night=${night} />
      <${PlayersPage} />
    </div>
    <${Feed} night=${night} />
  </div>
`;
