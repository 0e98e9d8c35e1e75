import type { Signal } from '../html.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Icon } from '../parts/icons.ts';
import type { Display, Step, View } from './model.ts';
import { moved, VIEWS } from './model.ts';
import { savePlaylist } from './store.ts';

const MOST = 12;
const FRESH_SECONDS = 20;
const LIMITS = { cycle: { least: 5, most: 600 }, onBust: { least: 5, most: 120 } } as const;

const clamp = (typed: string, { least, most }: { least: number; most: number }): number =>
  Math.min(most, Math.max(least, Math.round(Number(typed)) || least));

const SecondsField = ({
  label,
  value,
  onChange,
  limits,
}: {
  label: string;
  value: number;
  onChange: (seconds: number) => void;
  limits: { least: number; most: number };
}) => html`
  <span class="flex items-center gap-1 flex-none">
    <input
      class="input mono w-18 px-2 text-right"
      inputmode="numeric"
      aria-label=${label}
      value=${value}
      onChange=${(event: Event) => onChange(clamp(typedIn(event), limits))}
    />
    <span class="text-caption text-secondary" aria-hidden="true">s</span>
  </span>
`;

const StepRow = ({ steps, index }: { steps: Signal<readonly Step[]>; index: number }) => {
  const step = steps.value[index];
  if (step === undefined) return null;
  const name = laterText.displays.views[step.view];
  const words = laterText.displays.playlist;
  const set = (change: Partial<Step>) => {
    steps.value = steps.value.map((one, i) => (i === index ? { ...one, ...change } : one));
  };
  return html`
    <li class="flex flex-wrap sm:flex-nowrap items-center justify-end gap-1 pl-3 py-1">
      <span class="grow basis-full sm:basis-auto min-w-0 font-medium truncate pt-2 sm:pt-0">${name}</span>
      <${SecondsField} label=${words.secondsOf(name)} value=${step.seconds} limits=${LIMITS.cycle} onChange=${(seconds: number) => set({ seconds })} />
      <button type="button" class="btn btn-icon" disabled=${index === 0} aria-label=${words.up(name)} onClick=${() => {
        steps.value = moved(steps.value, index, -1);
      }}><span class="rotate-90"><${Icon} name="back" size=${18} /></span></button>
      <button type="button" class="btn btn-icon" disabled=${index === steps.value.length - 1} aria-label=${words.down(name)} onClick=${() => {
        steps.value = moved(steps.value, index, 1);
      }}><span class="rotate-90"><${Icon} name="next" size=${18} /></span></button>
      <button type="button" class="btn btn-icon text-danger" aria-label=${words.drop(name)} onClick=${() => {
        steps.value = steps.value.filter((_, i) => i !== index);
      }}><${Icon} name="close" size=${18} /></button>
    </li>
  `;
};

/** What most rooms want, to begin with. */
const USUAL: readonly Step[] = [
  { view: 'clock', seconds: 60 },
  { view: 'rankings', seconds: 20 },
  { view: 'seating', seconds: 20 },
];

const AddStep = ({ steps }: { steps: Signal<readonly Step[]> }) => {
  const words = laterText.displays.playlist;
  if (steps.value.length >= MOST)
    return html`<p class="text-caption text-secondary">${words.full}</p>`;
  if (steps.value.length === 0)
    return html`<button type="button" class="btn btn-soft self-start" onClick=${() => {
      steps.value = USUAL;
    }}>${words.start}</button>`;
  return html`
    <select
      class="input"
      aria-label=${words.add}
      onChange=${(event: Event) => {
        const view = VIEWS.find((one) => one === typedIn(event));
        if (view !== undefined) steps.value = [...steps.value, { view, seconds: FRESH_SECONDS }];
        if (event.target instanceof HTMLSelectElement) event.target.value = '';
      }}
    >
      <option value="">+ ${words.add}</option>
      ${VIEWS.map((view) => html`<option value=${view}>${laterText.displays.views[view]}</option>`)}
    </select>
  `;
};

const BUST_VIEWS: readonly View[] = ['rankings', 'prizePool', 'seating', 'movement', 'finalTable'];

const OnBust = ({ onBust }: { onBust: Signal<Step | null> }) => {
  const now = onBust.value;
  const pick = (typed: string) => {
    const view = BUST_VIEWS.find((one) => one === typed);
    onBust.value = view === undefined ? null : { view, seconds: now?.seconds ?? FRESH_SECONDS };
  };
  return html`
    <div class="flex items-end gap-2">
      <label class="flex flex-col gap-1.5 grow min-w-0">
        <span class="text-caption text-secondary font-medium">${laterText.displays.playlist.onBust}</span>
        <select class="input" onChange=${(event: Event) => pick(typedIn(event))}>
          <option value="" selected=${now === null}>${laterText.displays.playlist.nothing}</option>
          ${BUST_VIEWS.map((view) => html`<option value=${view} selected=${now?.view === view}>${laterText.displays.views[view]}</option>`)}
        </select>
      </label>
      ${
        now !== null &&
        html`<${SecondsField}
          label=${laterText.displays.playlist.secondsOf(laterText.displays.views[now.view])}
          value=${now.seconds}
          limits=${LIMITS.onBust}
          onChange=${(seconds: number) => {
            onBust.value = { ...now, seconds };
          }}
        />`
      }
    </div>
  `;
};

/** Views one after the other, and what a bust brings up (DSP-4); saved at once as a whole. */
export const Playlist = ({ display }: { display: Display }) => {
  const steps = useSignal<readonly Step[]>(display.cycle);
  const onBust = useSignal<Step | null>(display.onBust);
  const words = laterText.displays.playlist;
  const total = steps.value.reduce((seconds, step) => seconds + step.seconds, 0);
  const saved = JSON.stringify([display.cycle, display.onBust]);
  const dirty = JSON.stringify([steps.value, onBust.value]) !== saved;
  return html`
    <section class="card p-4 flex flex-col gap-3" aria-label=${words.title}>
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="font-semibold">${words.title}</h3>
        ${steps.value.length > 0 && html`<span class="text-caption text-secondary">${words.total(total)}</span>`}
      </div>
      ${
        steps.value.length === 0
          ? html`<p class="text-caption text-secondary">${words.lead}</p>`
          : html`<ol class="rows rounded-lg border border-surface1 bg-base">${steps.value.map((_, index) => html`<${StepRow} steps=${steps} index=${index} />`)}</ol>`
      }
      <${AddStep} steps=${steps} />
      <${OnBust} onBust=${onBust} />
      <p class="text-caption text-secondary">${words.rules}</p>
      <button
        type="button"
        class="btn btn-primary"
        disabled=${!dirty}
        onClick=${() => savePlaylist(display, { cycle: steps.value, onBust: onBust.value })}
      >
        ${words.save}
      </button>
    </section>
  `;
};
