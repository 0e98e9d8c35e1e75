import { clockText } from '../../src/kernel/time.ts';
import { html, typedIn } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { Tone } from '../parts/bits.ts';
import { Card } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { leafNow } from '../tournament/night.ts';
import type { Display, View } from './model.ts';
import { agoOf, nameOf, VIEWS } from './model.ts';
import { change, tournaments } from './store.ts';

const TONES: { readonly [S in Display['status']]: Tone } = {
  online: 'success',
  stale: 'warning',
  offline: 'danger',
};

const seen = ({ status, lastSeenAt }: Display): string => {
  if (status === 'online') return '';
  if (lastSeenAt === null) return laterText.displays.neverSeen;
  const { unit, n } = agoOf(leafNow().wallMs - Date.parse(lastSeenAt));
  const { ago } = laterText.displays;
  return laterText.displays.lastSeen(unit === 'now' ? ago.now : ago[unit](n));
};

/** What the screen shows at this moment, where that is not just its view. */
const special = ({ override, cycle, holdsClock, locked }: Display): string => {
  if (override !== null && !locked) {
    const view = laterText.displays.views[override.view];
    if (override.until === null) return laterText.displays.now.override(view);
    const left = Math.max(0, Date.parse(override.until) - leafNow().wallMs);
    return laterText.displays.now.overrideLeft(view, clockText(left));
  }
  if (holdsClock && cycle.length > 0) return laterText.displays.now.holdsClock;
  return cycle.length > 0 ? laterText.displays.now.cycle(cycle.length) : '';
};

const soundOf = ({ sound, heard, status }: Display): { tone: Tone; said: string } | null => {
  if (!sound || status !== 'online') return null;
  if (heard === 'on') return { tone: 'success', said: laterText.displays.sound.on };
  if (heard === 'locked') return { tone: 'warning', said: laterText.displays.sound.locked };
  return { tone: 'plain', said: laterText.displays.sound.off };
};

const isView = (name: string): name is View => VIEWS.some((view) => view === name);

/** Shows: a tournament and a view of it, each a choice away. */
export const ShowsFields = ({ display }: { display: Display }) => {
  const { tournamentId, view } = display;
  const shown = view === 'unassigned' ? 'clock' : view;
  return html`
    <div class="grid grid-cols-2 gap-2">
      <select
        class="input pl-2.5 pr-8 text-caption"
        aria-label=${laterText.displays.shows}
        onChange=${(event: Event) => change(display, { tournamentId: typedIn(event) || null })}
      >
        <option value="" selected=${tournamentId === null}>${view === 'lobby' ? laterText.displays.everything : laterText.displays.nothing}</option>
        ${tournaments.value.map(({ id, name }) => html`<option value=${id} selected=${id === tournamentId}>${name}</option>`)}
      </select>
      <select
        class="input pl-2.5 pr-8 text-caption"
        aria-label=${laterText.displays.view}
        onChange=${(event: Event) => {
          const chosen = typedIn(event);
          if (isView(chosen)) void change(display, { view: chosen });
        }}
      >
        ${VIEWS.map((one) => html`<option value=${one} selected=${one === shown}>${laterText.displays.views[one]}</option>`)}
      </select>
    </div>
  `;
};

const INKS: { readonly [S in Display['status']]: string } = {
  online: 'text-success',
  stale: 'text-warning',
  offline: 'text-danger',
};

const Facts = ({ display }: { display: Display }) => {
  const { group, resolution, status } = display;
  const size = resolution === null ? '' : `${resolution.w}×${resolution.h}`;
  const facts = [group, status === 'online' ? size : seen(display)].filter((one) => one !== '');
  return html`<span class=${INKS[status]}>${laterText.displays.status[status]}</span>${facts.map((fact) => ` · ${fact}`)}`;
};

/** One screen: how it is, and what it shows. */
export const DisplayCard = ({ display, open }: { display: Display; open: () => void }) => {
  const { status, locked } = display;
  const [note, sound] = [special(display), soundOf(display)];
  return html`
    <${Card} class="flex flex-col">
      <button
        type="button"
        class="flex items-center gap-3 px-4 pt-3 pb-2 min-h-15 text-left w-full rounded-xl"
        onClick=${open}
      >
        <span class=${`tone-${TONES[status]} rounded-lg p-2`}><${Icon} name="screen" /></span>
        <span class="grow min-w-0">
          <span class="flex items-center gap-1.5 font-semibold">
            <span class="truncate">${nameOf(display)}</span>
            ${locked && html`<span class="text-warning" title=${laterText.displays.locked}><${Icon} name="lock" size=${16} /></span>`}
          </span>
          <span class="block text-caption text-secondary truncate"><${Facts} display=${display} /></span>
        </span>
        <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
      </button>
      <div class="px-4 pb-4 flex flex-col gap-2">
        <${ShowsFields} display=${display} />
        ${note !== '' && html`<p class="text-caption text-info">${note}</p>`}
        ${sound !== null && html`<p class=${`text-caption text-${sound.tone === 'plain' ? 'secondary' : sound.tone}`}>${sound.said}</p>`}
      </div>
    <//>
  `;
};
