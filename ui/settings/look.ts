import type { Signal } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { readableInk, THEMES } from '../theme.ts';
import { LogoField } from './logo.ts';
import { LookPreview } from './look-preview.ts';
import { SaveBar } from './save-bar.ts';
import type { Venue } from './store.ts';
import { loadVenue, saveVenue, venueNow } from './store.ts';

const ACCENTS = ['#89b4fa', '#74c7b8', '#a6e3a1', '#f9e2af', '#fab387', '#f38ba8', '#cba6f7'];
const GROUNDS = ['#0b3d2e', '#10243f', '#2b1430', '#3b0d0d', '#0d0d0d', '#3a2a12'];

/** As a field of colours takes it. */
const isColour = (typed: string): boolean => /^#[0-9a-f]{6}$/i.test(typed);

const Swatch = ({
  colour,
  chosen,
  pick,
}: {
  colour: string;
  chosen: boolean;
  pick: () => void;
}) => html`
  <button
    type="button"
    class=${`w-12 h-12 rounded-full border-2 flex items-center justify-center ${chosen ? 'border-text' : 'border-transparent'}`}
    aria-pressed=${String(chosen)}
    aria-label=${colour}
    style=${{ color: readableInk('#ffffff', [colour], 4.5) }}
    onClick=${pick}
  >
    <span class="w-9 h-9 rounded-full border border-surface2 flex items-center justify-center" style=${{ background: colour }}>
      ${chosen && html`<${Icon} name="check" size=${18} />`}
    </span>
  </button>
`;

const ColourField = ({
  value,
  label,
  lead,
  choices,
  plain,
}: {
  value: Signal<string | null>;
  label: string;
  lead: string;
  choices: readonly string[];
  /** What the theme has without a wish. */
  plain: string;
}) => {
  const now = value.value;
  const pick = (colour: string | null) => {
    value.value = colour;
  };
  return html`
    <section class="card p-4 md:p-5 flex flex-col gap-3" aria-label=${label}>
      <div>
        <h2 class="text-h3 font-semibold">${label}</h2>
        <p class="text-caption text-secondary">${lead}</p>
      </div>
      <div class="flex flex-wrap gap-1.5 items-center">
        <button type="button" class="chip" aria-pressed=${String(now === null)} onClick=${() => pick(null)}>${laterText.venue.look.own}</button>
        ${choices.map((colour) => html`<${Swatch} colour=${colour} chosen=${colour === now} pick=${() => pick(colour)} />`)}
      </div>
      <div class="flex items-center gap-2">
        <input
          type="color"
          class="input w-14 p-1 flex-none cursor-pointer"
          aria-label=${`${label}: ${laterText.venue.look.pick}`}
          value=${now ?? plain}
          onInput=${(event: Event) => pick(typedIn(event))}
        />
        <input
          class="input mono w-34"
          aria-label=${`${label}: ${laterText.venue.look.hex}`}
          placeholder="#rrggbb"
          maxlength="7"
          value=${now ?? ''}
          onChange=${(event: Event) => {
            const typed = typedIn(event).trim().toLowerCase();
            if (typed === '' || isColour(typed)) pick(typed === '' ? null : typed);
          }}
        />
      </div>
    </section>
  `;
};

const Form = ({ venue }: { venue: Venue }) => {
  const accent = useSignal(venue.accent);
  const background = useSignal(venue.background);
  const busy = useSignal(false);
  const dirty = accent.value !== venue.accent || background.value !== venue.background;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    await saveVenue({ accent: accent.value, background: background.value });
    busy.value = false;
  };
  const discard = () => {
    accent.value = venue.accent;
    background.value = venue.background;
  };
  const words = laterText.venue.look;
  return html`
    <form class="grid grid-cols-1 2xl:grid-cols-[minmax(0,30rem)_minmax(0,1fr)] gap-4 items-start" onSubmit=${submit}>
      <div class="flex flex-col gap-4">
        <${LogoField} venue=${venue} />
        <${ColourField} value=${accent} label=${words.accent} lead=${words.accentLead} choices=${ACCENTS} plain=${THEMES.dark.fills.primary} />
        <${ColourField} value=${background} label=${words.background} lead=${words.backgroundLead} choices=${GROUNDS} plain=${THEMES.dark.fills.base} />
      </div>
      <${LookPreview} venue=${venue} look=${{ accent: accent.value, background: background.value }} />
      <${SaveBar} shown=${dirty} busy=${busy} discard=${discard} />
    </form>
  `;
};

/** Colours and logo of the house, seen as they will look before they are saved (DSP-5). */
export const LookSettings = () => {
  useEffect(() => {
    void loadVenue();
  }, []);
  const venue = venueNow.value;
  if (venue === null) return html`<p class="text-secondary breathe py-8">${text.loading}</p>`;
  return html`<${Form} key=${`${venue.accent}${venue.background}`} venue=${venue} />`;
};
