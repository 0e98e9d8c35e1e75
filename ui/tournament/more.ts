import { logOut, session } from '../api.ts';
import { DisplaysPanel } from '../displays/panel.ts';
import { html, signal } from '../html.ts';
import { OperatorsPanel } from '../operators/panel.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { switchTheme } from '../theme-switch.ts';
import type { Night } from './night.ts';
import { hangUp } from './night.ts';
import { Rankings } from './rankings.ts';
import { Settings } from './settings.ts';
import { show } from './sheets.ts';
import { Structure } from './structure.ts';

const SECTIONS = ['rankings', 'structure', 'settings', 'displays', 'operators'] as const;
type Section = (typeof SECTIONS)[number];
const ICONS: { readonly [S in Section]: IconName } = {
  rankings: 'trophy',
  structure: 'list',
  settings: 'gear',
  displays: 'screen',
  operators: 'players',
};

const section = signal<Section | null>(null);

const Tile = ({
  icon,
  label,
  lead,
  run,
}: {
  icon: IconName;
  label: string;
  lead?: string | undefined;
  run: () => void;
}) => html`
  <button type="button" class="card px-4 py-3 min-h-17 flex items-center gap-4 text-left w-full" onClick=${run}>
    <span class="tone-primary rounded-lg p-2"><${Icon} name=${icon} /></span>
    <span class="grow min-w-0">
      <span class="block font-semibold">${label}</span>
      ${lead && html`<span class="block text-caption text-secondary truncate">${lead}</span>`}
    </span>
    <${Icon} name="next" size=${18} />
  </button>
`;

const mayOpen = (one: Section): boolean => {
  const role = session.value?.operator.role;
  if (one === 'operators') return role === 'admin';
  return one === 'rankings' || role !== 'viewer';
};

const Menu = ({ id }: { id: string }) => {
  const operator = session.value?.operator;
  const out = async () => {
    await logOut();
    hangUp();
  };
  return html`
    <div class="grid grid-cols-1 md:grid-cols-2 2xl:grid-cols-3 gap-3">
      ${SECTIONS.filter(mayOpen).map(
        (one) => html`<${Tile}
          icon=${ICONS[one]}
          label=${text.more[one]}
          lead=${text.more.leads[one]}
          run=${() => {
            section.value = one;
          }}
        />`,
      )}
      ${
        operator?.role === 'admin' &&
        html`<${Tile}
          icon="upload"
          label=${text.more.import}
          lead=${text.more.leads['import']}
          run=${() => {
            location.hash = hrefOf({ page: 'import', from: id });
          }}
        />`
      }
      <${Tile} icon="key" label=${text.more.keys} lead=${text.more.leads['keys']} run=${() => show({ sheet: 'keys' })} />
      <${Tile} icon="sun" label=${text.more.theme} lead=${text.more.leads['theme']} run=${switchTheme} />
      <${Tile} icon="back" label=${text.more.all} run=${() => {
        location.hash = '#/';
      }} />
      <${Tile}
        icon="out"
        label=${text.more.signOut}
        lead=${operator && text.more.signedInAs(operator.name, text.operators.roles[operator.role])}
        run=${out}
      />
    </div>
  `;
};

const BODIES = {
  rankings: Rankings,
  structure: Structure,
  settings: Settings,
  displays: DisplaysPanel,
  operators: OperatorsPanel,
};

export const More = ({ night }: { night: Night }) => {
  const one = section.value;
  if (one === null) return html`<${Menu} id=${night.id} />`;
  const Body = BODIES[one];
  return html`
    <div class="flex flex-col gap-4">
      <button
        type="button"
        class="btn btn-ghost self-start -ml-3"
        onClick=${() => {
          section.value = null;
        }}
      >
        <${Icon} name="back" size=${18} />${text.tabs.more}
      </button>
      <h1 class="text-h1 font-semibold -mt-2">${text.more[one]}</h1>
      <${Body} night=${night} />
    </div>
  `;
};
