import { del, get, put } from '../api.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Card, Empty, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { attempt } from '../toasts.ts';
import { listsChanged } from '../tournament/night.ts';
import type { Listed } from '../tournaments/model.ts';

type Display = {
  readonly id: string;
  readonly name: string;
  readonly status: 'online' | 'stale' | 'offline';
  readonly tournamentId: string | null;
  readonly theme: 'dark' | 'light';
  readonly resolution: { readonly w: number; readonly h: number } | null;
};

const TONES: { readonly [S in Display['status']]: Tone } = {
  online: 'success',
  stale: 'warning',
  offline: 'plain',
};

const change = (id: string, body: object) => attempt(() => put(`/displays/${id}`, body));

const One = ({ display, tournaments }: { display: Display; tournaments: readonly Listed[] }) => {
  const { id, name, status, tournamentId, theme, resolution } = display;
  const size = resolution === null ? '' : ` · ${resolution.w}×${resolution.h}`;
  return html`
    <${Card} class="p-4 flex flex-col gap-3">
      <div class="flex items-center gap-3">
        <${Icon} name="screen" />
        <input
          class="input grow font-semibold"
          aria-label=${text.displays.name}
          placeholder=${id}
          maxlength="60"
          value=${name}
          onChange=${(event: Event) => change(id, { name: typedIn(event) })}
        />
        <${Pill} tone=${TONES[status]}>${text.displays.status[status]}<//>
      </div>
      <div class="grid grid-cols-[1fr_auto_auto] gap-2">
        <select
          class="input"
          aria-label=${text.displays.shows}
          onChange=${(event: Event) => change(id, { tournamentId: typedIn(event) || null })}
        >
          <option value="" selected=${tournamentId === null}>${text.displays.nothing}</option>
          ${tournaments.map((one) => html`<option value=${one.id} selected=${one.id === tournamentId}>${one.name}</option>`)}
        </select>
        <button type="button" class="btn btn-outline btn-icon" aria-label=${text.displays.theme} title=${text.displays.theme} onClick=${() => change(id, { theme: theme === 'dark' ? 'light' : 'dark' })}>
          <${Icon} name="sun" size=${20} />
        </button>
        <button type="button" class="btn btn-outline btn-icon" aria-label=${`${text.displays.remove}: ${name || id}`} title=${text.displays.remove} onClick=${() => attempt(() => del(`/displays/${id}`))}>
          <${Icon} name="close" size=${20} />
        </button>
      </div>
      <span class="text-caption text-secondary">${id}${size}</span>
    <//>
  `;
};

/** A name for a screen that is opened from here, short enough to read across a room. */
const newNodeId = (): string => `tv-${Math.floor(Math.random() * 9_000 + 1_000)}`;

/** The screens of the room: what each shows, changed by one choice (DSP-1). */
export const DisplaysPanel = () => {
  const displays = useSignal<readonly Display[] | null>(null);
  const tournaments = useSignal<readonly Listed[]>([]);
  const { displays: changed, tournaments: listed } = listsChanged.value;
  useEffect(() => {
    const load = () =>
      attempt(async () => {
        displays.value = (await get<{ items: readonly Display[] }>('/displays')).items;
      });
    void load();
    const timer = setInterval(load, 10_000);
    return () => clearInterval(timer);
  }, [changed]);
  useEffect(() => {
    void attempt(async () => {
      tournaments.value = (await get<{ items: readonly Listed[] }>('/tournaments?limit=50')).items;
    });
  }, [listed]);
  const all = displays.value;
  return html`
    <div class="flex flex-col gap-4">
      <a class="btn btn-soft self-start" href=${`/display/${newNodeId()}`} target="_blank" rel="noopener">
        <${Icon} name="screen" size=${18} />${text.displays.open}
      </a>
      ${
        all !== null && all.length === 0
          ? html`<${Empty} icon="screen" title=${text.displays.empty} lead=${text.displays.emptyLead(`${location.host}/tv`)} />`
          : html`<div class="grid grid-cols-1 md:grid-cols-2 gap-4">
              ${(all ?? []).map((one) => html`<${One} key=${one.id} display=${one} tournaments=${tournaments.value} />`)}
            </div>`
      }
    </div>
  `;
};
