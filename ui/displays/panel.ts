import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Empty, Notice } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import type { Night } from '../tournament/night.ts';
import { mayAct } from '../tournament/night.ts';
import { AnnounceSheet } from './announce.ts';
import { DisplayCard } from './card.ts';
import { ClaimSheet } from './claim.ts';
import type { Display } from './model.ts';
import { OverrideSheet } from './override.ts';
import { DisplaySheet } from './sheet.ts';
import { displays, endOverrides, useDisplays } from './store.ts';

type Open =
  | { readonly sheet: 'announce' | 'override' | 'claim' }
  | { readonly sheet: 'display'; readonly id: string; readonly fresh?: boolean };

/** A name for a screen that is opened from here, short enough to read across a room. */
const newNodeId = (): string => `tv-${Math.floor(Math.random() * 9_000 + 1_000)}`;

const Tool = ({
  icon,
  label,
  primary = false,
  run,
}: {
  icon: IconName;
  label: string;
  primary?: boolean;
  run: () => void;
}) => html`
  <button type="button" class=${`btn px-3 ${primary ? 'btn-primary' : 'btn-outline'}`} onClick=${run}>
    <${Icon} name=${icon} size=${18} />${label}
  </button>
`;

const Overridden = ({ all }: { all: readonly Display[] }) => {
  const count = all.filter(({ override }) => override !== null).length;
  const end = html`<button type="button" class="btn btn-outline" onClick=${endOverrides}>${laterText.displays.override.end}</button>`;
  return (
    count > 0 &&
    html`<${Notice} tone="info" action=${end}>${laterText.displays.override.running(count)}<//>`
  );
};

const Toolbar = ({ show }: { show: (open: Open) => void }) => html`
  <div class="grid grid-cols-2 md:flex md:flex-wrap gap-2">
    <${Tool} icon="announce" label=${laterText.displays.announce.title} primary run=${() => show({ sheet: 'announce' })} />
    <${Tool} icon="screen" label=${laterText.displays.override.title} run=${() => show({ sheet: 'override' })} />
    <${Tool} icon="plus" label=${laterText.displays.claim.title} run=${() => show({ sheet: 'claim' })} />
    <a class="btn btn-ghost px-3" href=${`/display/${newNodeId()}`} target="_blank" rel="noopener">${laterText.displays.open}</a>
  </div>
`;

/** The screens of the room: how they are, what they show, and what all of them are told (DSP-1). */
export const DisplaysPanel = ({ night }: { night?: Night }) => {
  useDisplays();
  const open = useSignal<Open | null>(null);
  const all = displays.value ?? [];
  const show = (next: Open | null) => {
    open.value = next;
  };
  const close = () => show(null);
  const now = open.value;
  const chosen = now?.sheet === 'display' ? all.find(({ id }) => id === now.id) : undefined;
  const tournamentId = night?.id ?? null;
  const online = all.filter(({ status }) => status === 'online').length;
  return html`
    <div class="flex flex-col gap-4">
      ${mayAct.value && html`<${Toolbar} show=${show} />`}
      <${Overridden} all=${all} />
      ${
        displays.value !== null && all.length === 0
          ? html`<div class="card"><${Empty} icon="screen" title=${laterText.displays.empty} lead=${laterText.displays.emptyLead(`${location.host}/tv`)} /></div>`
          : html`
              <p class="text-caption text-secondary">${laterText.displays.online(online, all.length)}</p>
              <div class="grid grid-cols-1 md:grid-cols-2 2xl:grid-cols-[repeat(auto-fill,minmax(26rem,1fr))] gap-3">
                ${all.map((one) => html`<${DisplayCard} key=${one.id} display=${one} open=${() => show({ sheet: 'display', id: one.id })} />`)}
              </div>
            `
      }
      ${now?.sheet === 'announce' && html`<${AnnounceSheet} onClose=${close} />`}
      ${now?.sheet === 'override' && html`<${OverrideSheet} tournamentId=${tournamentId} onClose=${close} />`}
      ${
        now?.sheet === 'claim' &&
        html`<${ClaimSheet} tournamentId=${tournamentId} onClose=${close} onClaimed=${(id: string) => show({ sheet: 'display', id, fresh: true })} />`
      }
      ${
        chosen !== undefined &&
        html`<${DisplaySheet} key=${chosen.id} display=${chosen} fresh=${now?.sheet === 'display' && now.fresh === true} onClose=${close} />`
      }
    </div>
  `;
};
