import type { Language } from '../../src/kernel/language.ts';
import { LANGUAGES } from '../../src/kernel/language.ts';
import type { Far, PublicView, Visitor } from '../../src/rooms/tournament/views/public.ts';
import { html, typedIn } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Pill } from '../parts/bits.ts';
import { ClockTab } from './clock.ts';
import { League, Payouts, Rank, Schedule } from './lists.ts';
import type { Moment, Status, Tab } from './model.ts';
import { ageText, statusOf, TABS, tabOf } from './model.ts';
import './phone.css';
import { text } from './text.ts';

/** What a finger can change here. */
export type Taps = {
  readonly onTab: (tab: Tab) => void;
  readonly onMe: (player: number | null) => void;
  readonly onLanguage: (language: string) => void;
  readonly onTheme: (theme: string) => void;
  readonly onDismiss: () => void;
};

export type Shown = Visitor & {
  readonly view: PublicView;
  readonly now: Moment;
  /** What the floor has to say, or null. */
  readonly announcement: string | null;
  readonly far: Far | null;
};

const TONES: { readonly [S in Status]: Tone } = {
  ...{ setup: 'primary', running: 'success', paused: 'warning' },
  ...{ break: 'info', ended: 'plain', undecided: 'warning' },
};

const Nav = ({ tab, onTab }: { tab: Tab; onTab: Taps['onTab'] }) => html`
  <nav class="bottom-bar" aria-label=${text.nav}>
    <div class="flex max-w-140 mx-auto" role="tablist">
      ${TABS.map(
        (one) => html`
          <a
            key=${one}
            role="tab"
            href=${one === 'clock' ? '?' : `?tab=${one}`}
            aria-selected=${String(tab === one)}
            class=${`tab ${tab === one ? 'text-primary' : 'text-secondary'}`}
            onClick=${(event: Event) => {
              event.preventDefault();
              onTab(one);
            }}
          >
            ${text.tabs[one]}
          </a>
        `,
      )}
    </div>
  </nav>
`;

const THEMES = ['auto', 'dark', 'light'] as const;
/** Each in its own language: whoever looks for it reads that one. */
const OWN_NAMES: { readonly [L in Language]: string } = {
  ...{ en: 'English', da: 'Dansk', de: 'Deutsch' },
};

const Choice = ({
  label,
  value,
  choices,
  onPick,
}: {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  onPick: (value: string) => void;
}) => html`
  <label class="flex flex-col gap-1 min-w-0">
    <span class="text-micro text-secondary">${label}</span>
    <select class="input" onChange=${(event: Event) => onPick(typedIn(event))}>
      ${choices.map(([one, words]) => html`<option value=${one} selected=${one === value}>${words}</option>`)}
    </select>
  </label>
`;

const Foot = ({ shown, taps }: { shown: Shown; taps: Taps }) => html`
  <footer class="grid grid-cols-2 gap-3 pt-8">
    <${Choice}
      label=${text.language}
      value=${shown.language}
      choices=${LANGUAGES.map((one) => [one, OWN_NAMES[one]] as const)}
      onPick=${taps.onLanguage}
    />
    <${Choice}
      label=${text.theme}
      value=${shown.theme}
      choices=${THEMES.map((one) => [one, text.themes[one]] as const)}
      onPick=${taps.onTheme}
    />
  </footer>
`;

const Banner = ({ words, onDismiss }: { words: string; onDismiss: () => void }) => html`
  <button
    type="button"
    class="tone-primary rounded-lg px-4 py-3 mb-3 w-full text-left flex items-start gap-3"
    title=${text.dismiss}
    onClick=${onDismiss}
  >
    <span class="grow min-w-0">
      <span class="label block">${text.announcement}</span>
      <span class="block font-semibold text-text break-words" dir="auto">${words}</span>
    </span>
    <span class="flex-none" aria-hidden="true">✕</span>
  </button>
`;

/** Navigation and nothing else: a page from outside may not ask into the venue's network. */
const InTheRoom = ({ room }: { room: string }) => html`
  <a class="flex items-center justify-between gap-3 min-h-12 text-caption text-primary font-medium" href=${room}>
    ${text.inTheRoom}<span aria-hidden="true">›</span>
  </a>
`;

const Body = ({ shown, taps }: { shown: Shown; taps: Taps }) => {
  const { view, now, me } = shown;
  switch (tabOf(shown.tab)) {
    case 'clock':
      return html`<${ClockTab} now=${now} view=${view} me=${me} onFind=${() => taps.onTab('rank')} />`;
    case 'schedule':
      return html`<${Schedule} view=${view} now=${now} />`;
    case 'rank':
      return html`<${Rank} view=${view} me=${me} onMe=${taps.onMe} />`;
    case 'payouts':
      return html`<${Payouts} view=${view} />`;
    case 'league':
      return html`<${League} />`;
  }
};

/** A player's phone, of one moment: written by the leaf first, carried on by the browser. */
export const PhonePage = ({ shown, taps }: { shown: Shown; taps: Taps }) => {
  const { data, ageMs } = shown.now;
  const status = statusOf(data);
  return html`
    <div class="max-w-140 mx-auto px-4.5 pt-3 pb-28">
      <header class="flex items-center gap-3 min-h-14">
        <div class="grow min-w-0">
          <h1 class="text-h3 font-bold title" dir="auto">${data.title}</h1>
          <p class="text-caption text-secondary truncate" dir="auto">${shown.view.venue}</p>
        </div>
        <${Pill} tone=${TONES[status]}>${text.status[status]}<//>
      </header>
      <div aria-live="polite">
        ${ageMs > 0 && html`<p class="tone-danger rounded-lg px-3 py-2 my-2 text-caption font-semibold">${text.lost(ageText(ageMs))}</p>`}
        ${shown.announcement !== null && html`<${Banner} words=${shown.announcement} onDismiss=${taps.onDismiss} />`}
      </div>
      ${shown.far?.room && html`<${InTheRoom} room=${shown.far.room} />`}
      <main class="pt-2"><${Body} shown=${shown} taps=${taps} /></main>
      <${Foot} shown=${shown} taps=${taps} />
    </div>
    <${Nav} tab=${tabOf(shown.tab)} onTab=${taps.onTab} />
  `;
};

const Notice = ({ over, title, lead }: { over?: string; title: string; lead: string }) => html`
  <main class="text-center px-6 pt-24 max-w-140 mx-auto">
    ${over && html`<p class="text-h3 text-secondary pb-2 break-words" dir="auto">${over}</p>`}
    <h1 class="text-h2 font-bold">${title}</h1>
    <p class="text-secondary pt-2">${lead}</p>
  </main>
`;

export const MissingPage = () =>
  html`<${Notice} title=${text.notFound} lead=${text.notFoundLead} />`;

/** Was here, and was taken back before it began; `name` where the phone still knows it, else ''. */
export const CalledOffPage = ({ name }: { name: string }) =>
  html`<${Notice} over=${name} title=${text.calledOff} lead=${text.calledOffLead} />`;
