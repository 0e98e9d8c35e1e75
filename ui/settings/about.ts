import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';
import { number } from '../amounts.ts';
import type { ComponentChildren } from '../html.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { Opens } from '../parts/opens.ts';

type Health = {
  readonly status: 'ok' | 'unwell';
  readonly version: string;
  /** Seconds. */
  readonly uptime: number;
  readonly events: number;
};

/** One package that is shipped, as the build of the pages lists them. */
type Licence = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

const uptimeText = (seconds: number): string => {
  const ms = seconds * SECOND;
  const { about } = laterText.venue;
  if (ms >= DAY) return about.days(Math.floor(ms / DAY), Math.floor((ms % DAY) / HOUR));
  if (ms >= HOUR) return about.hours(Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE));
  return about.minutes(Math.floor(ms / MINUTE));
};

const read = async <T>(path: string): Promise<T | null> => {
  try {
    const response = await fetch(path);
    // 503 with a body is how an unwell leaf says so.
    return response.headers.get('content-type')?.includes('json') ? await response.json() : null;
  } catch {
    return null;
  }
};

/** Kept by the browser for ever, so another build asks under another address. */
const licencesPath = (): string =>
  `/assets/licences.json?${document.documentElement.dataset['build'] ?? ''}`;

const Fact = ({ label, children }: { label: string; children?: ComponentChildren }) => html`
  <div class="flex items-center justify-between gap-4 px-4 min-h-13">
    <span class="text-secondary">${label}</span>
    <span class="mono text-right">${children}</span>
  </div>
`;

const LicenceList = ({ all }: { all: readonly Licence[] }) => html`
  <${Card} title=${laterText.venue.about.licences}>
    <p class="px-4 pb-3 text-secondary">${all.length === 0 ? laterText.venue.about.noLicences : laterText.venue.about.licencesLead}</p>
    <div class="rows border-t border-surface1">
      ${all.map(
        (one) => html`
          <details class="group">
            <summary class="px-4 min-h-12 flex items-center gap-3 cursor-pointer">
              <span class="grow min-w-0 break-words font-medium">${laterText.venue.about.licence(one.name, one.version)}</span>
              <span class="text-caption text-secondary whitespace-nowrap">${one.licence}</span>
              <${Opens} />
            </summary>
            <pre class="px-4 pb-4 text-caption text-secondary whitespace-pre-wrap break-words m-0 font-sans">${one.text}</pre>
          </details>
        `,
      )}
    </div>
  <//>
`;

/** What runs here, how it is, and what it is made of. */
export const About = () => {
  const health = useSignal<Health | null>(null);
  const licences = useSignal<readonly Licence[]>([]);
  useEffect(() => {
    const look = async () => {
      health.value = await read<Health>('/health');
    };
    void look();
    void read<readonly Licence[]>(licencesPath()).then((all) => {
      licences.value = all ?? [];
    });
    const timer = setInterval(look, 10 * SECOND);
    return () => clearInterval(timer);
  }, []);
  const now = health.value;
  const words = laterText.venue.about;
  const tone = now?.status === 'ok' ? 'success' : 'danger';
  return html`
    <div class="flex flex-col gap-4 max-w-180">
      <${Card} class="rows py-1">
        <${Fact} label=${words.version}>${now?.version ?? '–'}<//>
        <${Fact} label=${words.build}>${document.documentElement.dataset['build'] ?? '–'}<//>
        <${Fact} label=${words.uptime}>${now === null ? '–' : uptimeText(now.uptime)}<//>
        <${Fact} label=${words.events}>${now === null ? '–' : number(now.events)}<//>
        <div class="px-4 min-h-13 flex items-center justify-between gap-4">
          <span class="text-secondary">${words.health}</span>
          ${now !== null && html`<${Pill} tone=${tone}>${now.status === 'ok' ? words.healthy : words.unwell}<//>`}
        </div>
      <//>
      <a class="card px-4 py-3 min-h-16 flex items-center gap-4" href="/api/v1/docs" target="_blank" rel="noopener">
        <span class="grow">
          <span class="block font-semibold text-text">${words.api}</span>
          <span class="block text-caption text-secondary">${words.apiLead}</span>
        </span>
        <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
      </a>
      <${LicenceList} all=${licences.value} />
    </div>
  `;
};
