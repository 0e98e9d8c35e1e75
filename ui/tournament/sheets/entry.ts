import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { entryOf } from '../../../src/rooms/tournament/views/players.ts';
import { money, number, ordinal } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Card, Line } from '../../parts/bits.ts';
import type { IconName } from '../../parts/icons.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { go } from '../../routes.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { leafNow, mayAct } from '../night.ts';
import type { Open } from '../sheets.ts';
import { hide, moving, show } from '../sheets.ts';
import { agoText, say } from '../words.ts';

const Act = ({
  icon,
  label,
  run,
  tone = '',
}: {
  icon: IconName;
  label: string;
  run: () => unknown;
  tone?: string;
}) => html`
  <button type="button" class=${`btn btn-outline justify-start ${tone}`} onClick=${run}>
    <${Icon} name=${icon} size=${18} />${label}
  </button>
`;

const then = (what: Open) => () => show(what);

const LiveActions = ({ night, entry }: { night: Night; entry: EntryView }) => {
  const { entryId, playerId } = entry;
  const { rebuys, addOns } = night.state.config;
  const move = () => {
    moving.value = entryId;
    hide();
    go({ page: 'night', id: night.id, tab: 'tables' });
  };
  const close = async (path: string) => {
    hide();
    await command(`/players/${playerId}/${path}`, { entryId });
  };
  const lock = () =>
    command(
      `/players/${playerId}/seat`,
      { entryId, seat: night.state.entries[entryId]?.seat ?? null, locked: !entry.locked },
      { method: 'PUT' },
    );
  return html`
    <div class="grid grid-cols-2 gap-2">
      <${Act} icon="bust" label=${text.entry.bust} tone="text-danger" run=${then({ sheet: 'bust', entryId })} />
      ${rebuys.allowed && html`<${Act} icon="plus" label=${text.entry.rebuy} run=${then({ sheet: 'rebuy', entryId })} />`}
      ${addOns.allowed && html`<${Act} icon="plus" label=${text.entry.addOn} run=${then({ sheet: 'addOn', entryId })} />`}
      <${Act} icon="move" label=${text.entry.move} run=${move} />
      ${entry.seat !== null && html`<${Act} icon="lock" label=${entry.locked ? text.entry.unlock : text.entry.lock} run=${lock} />`}
      <${Act} icon="coins" label=${text.entry.chips} run=${then({ sheet: 'chips', entryId })} />
      <${Act} icon="out" label=${text.entry.unregister} run=${() => close('unregister')} />
      ${night.state.config.noShow === 'stackOut' && html`<${Act} icon="out" label=${text.entry.noShow} run=${() => close('noshow')} />`}
    </div>
  `;
};

const OutActions = ({ night, entry }: { night: Night; entry: EntryView }) => {
  const { entryId } = entry;
  const { rebuys } = night.state.config;
  return html`
    <div class="grid grid-cols-2 gap-2">
      ${rebuys.allowed && entry.status === 'out' && html`<${Act} icon="plus" label=${text.entry.rebuy} run=${then({ sheet: 'rebuy', entryId })} />`}
      ${entry.status === 'out' && html`<${Act} icon="list" label=${text.entry.rank} run=${then({ sheet: 'rank', entryId })} />`}
    </div>
  `;
};

const MoneyActions = ({ entry, currency }: { entry: EntryView; currency: string }) => html`
  <div class="flex flex-col gap-2 empty:hidden">
    ${
      entry.due > 0 &&
      html`<button type="button" class="btn btn-primary" onClick=${then({ sheet: 'pay', entryId: entry.entryId })}>
        ${text.money.pay(money(entry.due, currency))}
      </button>`
    }
    ${
      entry.owed > 0 &&
      html`<button type="button" class="btn btn-soft" onClick=${then({ sheet: 'receive', entryId: entry.entryId })}>
        ${text.entry.receive} · ${money(entry.owed, currency)}
      </button>`
    }
  </div>
`;

const placeOf = (entry: EntryView, provisional: boolean): string => {
  if (entry.status === 'unregistered') return text.players.unregistered;
  if (entry.status === 'noShow') return text.players.noShow;
  if (entry.rank !== null) return ordinal(entry.rank) + (provisional ? ` ${text.soFar}` : '');
  return entry.seat === null
    ? text.players.noSeat
    : text.players.seat(entry.seat.table, entry.seat.seat);
};

const Facts = ({ entry, currency }: { entry: EntryView; currency: string }) => {
  const amount = (minor: number) => money(minor, currency);
  return html`
    <${Card} class="py-1">
      <${Line} label=${text.entry.spent} value=${amount(entry.price)} />
      ${entry.owed > 0 && html`<${Line} label=${text.money.owed} value=${amount(entry.owed)} tone="text-warning" />`}
      ${(entry.rebuys > 0 || entry.addOns > 0) && html`<${Line} label=${`${text.players.rebuys(entry.rebuys)}, ${text.players.addOns(entry.addOns)}`} value=${number(entry.chipsBought)} />`}
      ${entry.chips !== null && html`<${Line} label=${text.players.chips} value=${number(entry.chips)} />`}
      ${entry.bountiesWon > 0 && html`<${Line} label=${`${text.entry.bounties} · ${text.players.hits(entry.hits)}`} value=${amount(entry.bountiesWon)} />`}
      ${entry.prize > 0 && html`<${Line} label=${text.players.prize} value=${amount(entry.prize)} tone="text-prize" />`}
      <${Line} label=${text.entry.net} value=${amount(entry.net)} />
    <//>
  `;
};

const History = ({ night, entryId }: { night: Night; entryId: string }) => {
  const { state } = night;
  const facts = (state.history[entryId] ?? []).flatMap((id) => state.facts[id] ?? []).reverse();
  return html`
    <${Card} title=${text.entry.history}>
      <ul class="rows pb-1">
        ${facts.map((fact) => {
          const said = say(night, fact);
          const gone = state.undone[fact.id] !== undefined;
          return html`
            <li class="flex items-baseline gap-3 px-4 py-2">
              <span class=${`grow min-w-0 ${gone ? 'line-through text-secondary' : ''}`}>
                ${said.title}${said.detail && html`<span class="block text-caption text-secondary">${said.detail}</span>`}
              </span>
              <span class="text-caption text-secondary whitespace-nowrap">${agoText(leafNow().wallMs - fact.at)}</span>
            </li>
          `;
        })}
      </ul>
    <//>
  `;
};

/** One entry: what can be done with it now, what it cost and won, all that happened to it. */
export const EntrySheet = ({ night, entryId }: { night: Night; entryId: string }) => {
  const { state, names } = night;
  const entry = entryOf(state, entryId, names);
  if (entry === null) return null;
  const { currency } = state.config;
  const Actions = entry.status === 'in' ? LiveActions : OutActions;
  return html`
    <${Sheet} title=${entry.name} onClose=${hide}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary -mt-2">${placeOf(entry, state.registration.open)}</p>
        ${mayAct.value && html`<${MoneyActions} entry=${entry} currency=${currency} />`}
        ${mayAct.value && state.status !== 'ended' && html`<${Actions} night=${night} entry=${entry} />`}
        <${Facts} entry=${entry} currency=${currency} />
        <${History} night=${night} entryId=${entryId} />
      </div>
    <//>
  `;
};
