import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { money } from '../../amounts.ts';
import { html } from '../../html.ts';
import type { IconName } from '../../parts/icons.ts';
import { Icon } from '../../parts/icons.ts';
import { go } from '../../routes.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import type { Open } from '../sheets.ts';
import { hide, moving, show } from '../sheets.ts';
import { bustNow } from './bust-now.ts';

type Of = { readonly night: Night; readonly entry: EntryView };

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
  <button type="button" class=${`btn btn-outline justify-start whitespace-normal text-start leading-tight px-3 ${tone}`} onClick=${run}>
    <${Icon} name=${icon} size=${18} />${label}
  </button>
`;

const then = (what: Open) => () => show(what);

/** For one who is in: bust is the second of two taps. */
const LiveActions = ({ night, entry }: Of) => {
  const { entryId, playerId } = entry;
  const { rebuys, addOns, noShow } = night.state.config;
  const isPlayed = night.state.status === 'running';
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
      ${isPlayed && html`<${Act} icon="bust" label=${text.entry.bust} tone="text-danger" run=${() => bustNow(entryId)} />`}
      ${rebuys.allowed && html`<${Act} icon="plus" label=${text.entry.rebuy} run=${then({ sheet: 'rebuy', entryId })} />`}
      ${addOns.allowed && html`<${Act} icon="plus" label=${text.entry.addOn} run=${then({ sheet: 'addOn', entryId })} />`}
      <${Act} icon="move" label=${text.entry.move} run=${move} />
      ${entry.seat !== null && html`<${Act} icon="lock" label=${entry.locked ? text.entry.unlock : text.entry.lock} run=${lock} />`}
      <${Act} icon="coins" label=${text.entry.chips} run=${then({ sheet: 'chips', entryId })} />
      <${Act} icon="out" label=${text.entry.unregister} run=${() => close('unregister')} />
      ${noShow === 'stackOut' && html`<${Act} icon="out" label=${text.entry.noShow} run=${() => close('noshow')} />`}
    </div>
  `;
};

const OutActions = ({ night, entry }: Of) => {
  const { entryId } = entry;
  if (entry.status !== 'out') return null;
  return html`
    <div class="grid grid-cols-2 gap-2">
      ${night.state.config.rebuys.allowed && html`<${Act} icon="plus" label=${text.entry.rebuy} run=${then({ sheet: 'rebuy', entryId })} />`}
      <${Act} icon="list" label=${text.entry.rank} run=${then({ sheet: 'rank', entryId })} />
    </div>
  `;
};

const MoneyActions = ({ night, entry }: Of) => {
  const amount = (minor: number) => money(minor, night.state.config.currency);
  const { entryId } = entry;
  return html`
    <div class="flex flex-col gap-2 empty:hidden">
      ${
        entry.due > 0 &&
        html`<button type="button" class="btn btn-primary" onClick=${then({ sheet: 'pay', entryId })}>
          ${text.money.pay(amount(entry.due))}
        </button>`
      }
      ${
        entry.owed > 0 &&
        html`<button type="button" class="btn btn-soft" onClick=${then({ sheet: 'receive', entryId })}>
          ${text.entry.receive} · ${amount(entry.owed)}
        </button>`
      }
    </div>
  `;
};

/** What can be done with it now; money also when the night is over. */
export const Actions = ({ night, entry }: Of) => html`
  <${MoneyActions} night=${night} entry=${entry} />
  ${
    night.state.status !== 'ended' &&
    (entry.status === 'in'
      ? html`<${LiveActions} night=${night} entry=${entry} />`
      : html`<${OutActions} night=${night} entry=${entry} />`)
  }
`;
