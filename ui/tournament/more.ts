import { session } from '../api.ts';
import { cloud, cloudText, followCloud } from '../cloud/store.ts';
import type { ComponentChildren } from '../html.ts';
import { html, useEffect } from '../html.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { later } from '../parts/later.ts';
import { requests } from '../requests/store.ts';
import { hrefOf } from '../routes.ts';
import { signOut } from '../sign-in/leave.ts';
import { text } from '../text.ts';
import { switchTheme } from '../theme-switch.ts';
import type { Section } from './more-section.ts';
import { section, toMenu } from './more-section.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { Rankings } from './rankings.ts';
import { show } from './sheets.ts';

const BODIES = {
  rankings: Rankings,
  structure: later(async () => (await import('./structure.ts')).Structure),
  settings: later(async () => (await import('./settings.ts')).Settings),
  displays: later(async () => (await import('../displays/panel.ts')).DisplaysPanel),
} as const satisfies { readonly [S in Section]: unknown };

const open = (one: Section) => () => {
  section.value = one;
};

type TileProps = {
  readonly icon: IconName;
  readonly label: string;
  readonly lead?: string | undefined;
} & ({ readonly run: () => void } | { readonly href: string });

const TILE = 'px-4 min-h-17 py-3 flex items-center gap-4 text-left w-full rounded-xl';

const Tile = (props: TileProps) => {
  const { icon, label, lead } = props;
  const face = html`
    <span class="tone-primary rounded-lg p-2"><${Icon} name=${icon} /></span>
    <span class="grow min-w-0">
      <span class="block font-semibold text-text">${label}</span>
      ${lead && html`<span class="block text-caption text-secondary leading-snug">${lead}</span>`}
    </span>
    <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
  `;
  return 'href' in props
    ? html`<a class=${`card ${TILE}`} href=${props.href}>${face}</a>`
    : html`<button type="button" class=${`card ${TILE}`} onClick=${props.run}>${face}</button>`;
};

const Group = ({ title, children }: { title: string; children?: ComponentChildren }) => html`
  <section class="flex flex-col gap-2.5">
    <h2 class="label px-1">${title}</h2>
    <div class="grid grid-cols-1 md:grid-cols-2 2xl:grid-cols-3 gap-2.5">${children}</div>
  </section>
`;

const { leads } = text.more;

const OfTournament = () => html`
  <${Group} title=${text.more.groups.tournament}>
    <${Tile} icon="trophy" label=${text.more.rankings} lead=${leads['rankings']} run=${open('rankings')} />
    ${
      mayAct.value &&
      html`
        <${Tile} icon="list" label=${text.more.structure} lead=${leads['structure']} run=${open('structure')} />
        <${Tile} icon="gear" label=${text.more.settings} lead=${leads['settings']} run=${open('settings')} />
        <${Tile} icon="copy" label=${text.more.templates} lead=${leads['templates']} href="#/templates" />
      `
    }
  <//>
`;

const OfRoom = ({ id }: { id: string }) => {
  const isAdmin = session.value?.operator.role === 'admin';
  return html`
    <${Group} title=${text.more.groups.room}>
      ${mayAct.value && html`<${Tile} icon="screen" label=${text.more.displays} lead=${leads['displays']} run=${open('displays')} />`}
      ${(requests.value ?? []).length > 0 && html`<${Tile} icon="inbox" label=${text.requests.title} lead=${text.requests.lead} href=${hrefOf({ page: 'requests', from: id })} />`}
      <${Tile} icon="phone" label=${text.overview.phone} lead=${leads['phone']} run=${() => show({ sheet: 'phoneLink' })} />
      ${isAdmin && html`<${Tile} icon="upload" label=${text.more.import} lead=${leads['import']} href=${hrefOf({ page: 'import', from: id })} />`}
      <${Tile} icon="house" label=${text.more.venue} lead=${leads['venue']} href=${hrefOf({ page: 'settings', section: null })} />
      ${cloud.value !== null && cloud.value.state !== 'off' && html`<${Tile} icon="cloud" label=${text.cloud.title} lead=${cloudText(cloud.value)} href=${hrefOf({ page: 'settings', section: 'cloud' })} />`}
      <${Tile} icon="back" label=${text.more.all} lead=${leads['all']} href="#/" />
    <//>
  `;
};

const OfDevice = () => {
  const operator = session.value?.operator;
  const who = operator && text.more.signedInAs(operator.name, text.operators.roles[operator.role]);
  return html`
    <${Group} title=${text.more.groups.you}>
      <${Tile} icon="key" label=${text.more.keys} lead=${leads['keys']} run=${() => show({ sheet: 'keys' })} />
      <${Tile} icon="sun" label=${text.more.theme} lead=${leads['theme']} run=${switchTheme} />
      <${Tile} icon="language" label=${text.more.language} lead=${leads['language']} href=${hrefOf({ page: 'settings', section: 'device' })} />
      <${Tile} icon="players" label=${text.more.switch} lead=${leads['switch']} run=${() => signOut({ next: true })} />
      <${Tile} icon="out" label=${text.more.signOut} lead=${who} run=${() => signOut({ next: false })} />
    <//>
  `;
};

/** Everything that is not needed every minute; depth is one tap away. */
export const More = ({ night }: { night: Night }) => {
  const one = section.value;
  // Left by another tab, it begins at the menu when one comes back.
  useEffect(() => toMenu, []);
  useEffect(followCloud, []);
  if (one === null)
    return html`<div class="flex flex-col gap-6">
      <h1 class="sr-only">${text.tabs.more}</h1>
      <${OfTournament} /><${OfRoom} id=${night.id} /><${OfDevice} />
    </div>`;
  const Body = BODIES[one];
  return html`
    <div class="flex flex-col gap-4">
      <button
        type="button"
        class="btn btn-ghost self-start -ml-3"
        onClick=${toMenu}
      >
        <${Icon} name="back" size=${18} />${text.tabs.more}
      </button>
      <h1 class="text-h1 font-semibold -mt-2">${text.more[one]}</h1>
      <${Body} night=${night} />
    </div>
  `;
};
