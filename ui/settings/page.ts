import { session } from '../api.ts';
import { CloudSettings } from '../cloud/settings.ts';
import { DisplaysPanel } from '../displays/panel.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import { OperatorsPanel } from '../operators/panel.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { LostBanner } from '../tournament/page.ts';
import { About } from './about.ts';
import { AlertSettings } from './alerts.ts';
import { BackupSettings } from './backups.ts';
import { ChipSets } from './chips.ts';
import { Device } from './device.ts';
import { LookSettings } from './look.ts';
import { PayoutTables } from './payouts.ts';
import type { Section } from './sections.ts';
import { GROUPS, ICONS, isSection, mayOpen } from './sections.ts';
import { SoftwareSettings } from './software.ts';
import { VenueSettings } from './venue.ts';

const BODIES = {
  venue: VenueSettings,
  look: LookSettings,
  operators: OperatorsPanel,
  displays: DisplaysPanel,
  cloud: CloudSettings,
  chips: ChipSets,
  payouts: PayoutTables,
  device: Device,
  software: SoftwareSettings,
  backups: BackupSettings,
  alerts: AlertSettings,
  about: About,
} as const satisfies { readonly [S in Section]: unknown };

const Entry = ({ section, current }: { section: Section; current: boolean }) => html`
  <a
    href=${hrefOf({ page: 'settings', section })}
    aria-current=${current ? 'page' : undefined}
    class=${`flex items-center gap-4 px-4 min-h-16 lg:min-h-14 rounded-xl lg:border-t-0 ${current ? 'lg:bg-[var(--soft-primary)]' : ''}`}
  >
    <span class=${current ? 'text-primary' : 'text-secondary'}><${Icon} name=${ICONS[section]} /></span>
    <span class="grow min-w-0">
      <span class="block font-semibold text-text">${laterText.venue.sections[section]}</span>
      <span class="block text-caption text-secondary truncate">${laterText.venue.leads[section]}</span>
    </span>
    <span class="text-secondary lg:hidden"><${Icon} name="next" size=${18} /></span>
  </a>
`;

const Menu = ({ current }: { current: Section | null }) => {
  const role = session.value?.operator.role;
  const groups = GROUPS.map(({ group, sections }) => ({
    group,
    sections: sections.filter((section) => mayOpen(section, role)),
  }));
  return html`
    <nav class="flex flex-col gap-5 lg:gap-4" aria-label=${laterText.venue.title}>
      ${groups.map(
        ({ group, sections }) =>
          sections.length > 0 &&
          html`<div class="flex flex-col gap-1.5">
            <h2 class="label px-4">${laterText.venue.groups[group]}</h2>
            <div class="card rows lg:bg-transparent lg:border-transparent">
              ${sections.map((section) => html`<${Entry} section=${section} current=${section === current} />`)}
            </div>
          </div>`,
      )}
    </nav>
  `;
};

const Bar = ({ inSection, title }: { inSection: boolean; title: string }) => html`
  <header class="sticky top-0 z-10 bg-[var(--bar)] px-1 md:px-4 min-h-16 flex items-center gap-1">
    <a class=${`btn btn-icon text-secondary ${inSection ? 'lg:hidden' : 'hidden'}`} href=${hrefOf({ page: 'settings', section: null })} aria-label=${laterText.venue.title}>
      <${Icon} name="back" />
    </a>
    <a class=${`btn btn-icon text-secondary ${inSection ? 'hidden lg:inline-flex' : ''}`} href="#/" aria-label=${text.more.all}>
      <${Icon} name="back" />
    </a>
    <h1 class="text-h3 font-bold truncate lg:hidden">${title}</h1>
    <span class="text-h3 font-bold hidden lg:block">${laterText.venue.title}</span>
  </header>
`;

/** Everything that outlives a night; on a phone one section at a time, beside the menu elsewhere. */
export const SettingsPage = ({ section }: { section: string | null }) => {
  const role = session.value?.operator.role;
  const asked = isSection(section) && mayOpen(section, role) ? section : null;
  const first: Section = mayOpen('venue', role) ? 'venue' : 'device';
  const shown = asked ?? first;
  const Body = BODIES[shown];
  return html`
    <div class="min-h-screen">
      <${Bar} inSection=${asked !== null} title=${asked === null ? laterText.venue.title : laterText.venue.sections[asked]} />
      <${LostBanner} />
      <main class="max-w-350 mx-auto px-3 md:px-6 py-4 lg:grid lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-8 items-start">
        <div class=${`lg:sticky lg:top-20 ${asked === null ? '' : 'hidden lg:block'}`}><${Menu} current=${shown} /></div>
        <div class=${`min-w-0 pb-28 ${asked === null ? 'hidden lg:block' : ''}`}>
          <h1 class="text-h1 font-semibold mb-4 hidden lg:block">${laterText.venue.sections[shown]}</h1>
          <${Body} />
        </div>
      </main>
    </div>
  `;
};
