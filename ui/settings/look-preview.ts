import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { Look, Theme } from '../theme.ts';
import { THEMES, venueTheme } from '../theme.ts';
import type { Venue } from './store.ts';

type Shown = { readonly theme: Theme; readonly venue: Venue };

const Brand = ({ theme, venue, size }: Shown & { size: string }) =>
  venue.logo === null
    ? html`<span class="font-semibold truncate" style=${{ color: theme.inks.secondary, fontSize: size }}>${venue.name}</span>`
    : html`<img src=${`/media/${venue.logo}`} alt="" class="object-contain" style=${{ height: `calc(${size} * 1.6)` }} />`;

/** The clock of a television, drawn small; sizes are hundredths of its width. */
const Screen = ({ theme, venue }: Shown) => html`
  <div class="@container rounded-lg overflow-hidden border border-surface1 aspect-video flex flex-col p-[3%]" style=${{ background: theme.fills.base, color: theme.inks.text }}>
    <div class="flex justify-between items-center gap-2">
      <${Brand} theme=${theme} venue=${venue} size="0.75rem" />
      <span class="text-[0.625rem]" style=${{ color: theme.inks.primary }}>${laterText.venue.look.sample}</span>
    </div>
    <div class="grow flex flex-col items-center justify-center">
      <span class="text-[0.625rem]" style=${{ color: theme.inks.secondary }}>${laterText.venue.look.level}</span>
      <span class="mono font-bold text-[3.25rem] leading-none">12:47</span>
      <span class="mono text-[1.375rem] leading-tight" style=${{ color: theme.inks.primary }}>400 / 800</span>
      <span class="text-[0.625rem]" style=${{ color: theme.inks.secondary }}>${laterText.venue.look.next}</span>
    </div>
    <div class="h-1 rounded-full overflow-hidden" style=${{ background: theme.fills.surface1 }}>
      <div class="h-full w-3/5" style=${{ background: theme.fills.primary }}></div>
    </div>
  </div>
`;

const PHONE_TABS = ['', '', ''];

const Phone = ({ theme, venue }: Shown) => html`
  <div class="rounded-2xl overflow-hidden border border-surface1 w-34 aspect-[9/17] flex flex-col p-3 gap-2" style=${{ background: theme.fills.base, color: theme.inks.text }}>
    <${Brand} theme=${theme} venue=${venue} size="0.625rem" />
    <span class="mono font-bold text-[2rem] leading-none text-center mt-1">12:47</span>
    <span class="mono text-[0.8125rem] text-center" style=${{ color: theme.inks.primary }}>400 / 800</span>
    <div class="rounded-md p-2 grow flex flex-col gap-1.5" style=${{ background: theme.fills.surface0 }}>
      ${PHONE_TABS.map((_, i) => html`<span class="h-1.5 rounded-full" style=${{ background: theme.fills.surface2, width: `${90 - i * 20}%` }}></span>`)}
      <span class="mt-auto rounded-md text-[0.625rem] font-semibold text-center py-1" style=${{ background: theme.fills.primary, color: theme.on }}>${laterText.venue.look.left}</span>
    </div>
  </div>
`;

/** A screen at 7:1 and a phone at 4.5:1, in both themes, as they will be. */
export const LookPreview = ({ venue, look }: { venue: Venue; look: Look }) => {
  const words = laterText.venue.look;
  const isShifted = (['dark', 'light'] as const).some(
    (name) =>
      look.accent !== null && venueTheme(THEMES[name], look, 7).inks.primary !== look.accent,
  );
  return html`
    <section class="card p-4 md:p-5 flex flex-col gap-4" aria-label=${words.preview}>
      <h2 class="text-h3 font-semibold">${words.preview}</h2>
      <div class="grid grid-cols-1 md:grid-cols-2 gap-4">
        ${(['dark', 'light'] as const).map(
          (name) => html`
            <div class="flex flex-col gap-3 min-w-0">
              <h3 class="label">${laterText.venue.device[name]}</h3>
              <${Screen} venue=${venue} theme=${venueTheme(THEMES[name], look, 7)} />
              <div class="flex justify-center"><${Phone} venue=${venue} theme=${venueTheme(THEMES[name], look, 4.5)} /></div>
            </div>
          `,
        )}
      </div>
      ${isShifted && html`<p class="text-caption text-secondary">${words.adjusted}</p>`}
    </section>
  `;
};
