import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { html, signal } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Pill } from '../parts/bits.ts';
import { ClockTab } from './clock.ts';
import { ageMs, details, heard, missing } from './follow.ts';
import { Payouts, Rank, Schedule } from './lists.ts';
import { text } from './text.ts';

const TABS = ['clock', 'schedule', 'rank', 'payouts'] as const;
const tab = signal<(typeof TABS)[number]>('clock');

type Status = keyof typeof text.status;
const TONES: { readonly [S in Status]: Tone } = {
  ...{ setup: 'primary', running: 'success', paused: 'warning' },
  ...{ break: 'info', ended: 'plain', undecided: 'warning' },
};

const statusOf = ({ status, clock, blinds }: ScreenView): Status => {
  if (status !== 'running') return status;
  if (clock.paused || clock.undecided) return 'paused';
  return blinds?.kind === 'break' ? 'break' : 'running';
};

const ageText = (ms: number): string =>
  ms < 60_000 ? `${ms / 1_000} s` : `${Math.floor(ms / 60_000)} min`;

const Nav = () => html`
  <nav class="fixed bottom-0 inset-x-0 z-15 bg-[var(--bar)] border-t border-surface1 pb-[env(safe-area-inset-bottom)]">
    <div class="flex max-w-140 mx-auto" role="tablist">
      ${TABS.map(
        (one) => html`
          <button
            type="button"
            role="tab"
            aria-selected=${String(tab.value === one)}
            class=${`flex-1 min-h-15 text-center text-caption font-semibold ${tab.value === one ? 'text-primary' : 'text-secondary'}`}
            onClick=${() => {
              tab.value = one;
              scrollTo(0, 0);
            }}
          >
            ${text.phone.tabs[one]}
          </button>
        `,
      )}
    </div>
  </nav>
`;

const Body = () => {
  const view = details.value;
  const now = heard.value;
  if (now === null) return null;
  if (tab.value === 'clock' || view === null)
    return html`<${ClockTab} now=${now} rankings=${view?.rankings ?? []} />`;
  if (tab.value === 'schedule') return html`<${Schedule} view=${view} />`;
  return tab.value === 'rank' ? html`<${Rank} view=${view} />` : html`<${Payouts} view=${view} />`;
};

/** A player's phone: the clock large, the rest a tap away. */
export const PhonePage = () => {
  const now = heard.value;
  if (missing.value)
    return html`<p class="text-center text-secondary p-12">${text.phone.notFound}</p>`;
  if (now === null)
    return html`<p class="text-center text-secondary p-12 breathe">${text.loading}</p>`;
  const status = statusOf(now.data);
  return html`
    <div class="max-w-140 mx-auto px-4.5 pt-3 pb-24">
      <header class="flex items-center gap-3 min-h-14">
        <div class="grow min-w-0">
          <h1 class="text-h3 font-bold truncate">${now.data.title}</h1>
          <p class="text-caption text-secondary truncate">${details.value?.venue}</p>
        </div>
        <${Pill} tone=${TONES[status]}>${text.status[status]}<//>
      </header>
      ${ageMs.value > 0 && html`<p class="tone-danger rounded-lg px-3 py-2 mb-2 text-caption font-semibold" role="alert">${text.phone.lost(ageText(ageMs.value))}</p>`}
      <main class="pt-2"><${Body} /></main>
    </div>
    <${Nav} />
  `;
};
