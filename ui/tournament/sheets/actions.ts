import type { State } from '../../../src/rooms/tournament/state.ts';
import { html } from '../../html.ts';
import type { IconName } from '../../parts/icons.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { toggleClock } from '../actions.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { hide, show } from '../sheets.ts';

type Action = {
  readonly key: string;
  readonly icon: IconName;
  readonly label: string;
  readonly tone: string;
  readonly run: () => void;
};

/** The five actions of the night, those that this tournament has. */
export const actionsOf = (state: State): readonly Action[] => {
  if (state.status === 'ended') return [];
  const { running } = state.clock.anchor;
  const label =
    state.status === 'setup'
      ? text.actions.start
      : running
        ? text.actions.pause
        : text.actions.resume;
  const clock: Action = {
    ...{
      key: 'Space',
      icon: running ? 'pause' : 'play',
      label,
      tone: running ? 'tone-warning' : 'tone-success',
    },
    run: () => {
      hide();
      toggleClock();
    },
  };
  if (state.config.mode === 'counters') return [clock];
  const sheet = (
    key: string,
    icon: IconName,
    what: 'bust' | 'buyIn' | 'rebuy' | 'addOn',
    tone: string,
  ): Action => ({
    ...{ key, icon, label: text.actions[what], tone },
    run: () => show({ sheet: what }),
  });
  return [
    sheet('B', 'bust', 'bust', 'tone-danger'),
    sheet('I', 'star', 'buyIn', 'tone-primary'),
    ...(state.config.rebuys.allowed ? [sheet('R', 'plus', 'rebuy', 'tone-success')] : []),
    ...(state.config.addOns.allowed ? [sheet('A', 'plus', 'addOn', 'tone-success')] : []),
    clock,
  ];
};

export const ActionsSheet = ({ night }: { night: Night }) => html`
  <${Sheet} title=${text.actions.open} onClose=${hide}>
    <div class="grid grid-cols-2 gap-3">
      ${actionsOf(night.state).map(
        ({ key, icon, label, tone, run }) => html`
          <button type="button" class=${`rounded-xl px-4 py-4 flex flex-col gap-2 items-start last:odd:col-span-2 ${tone}`} onClick=${run}>
            <${Icon} name=${icon} size=${28} />
            <span class="text-h3 font-semibold text-text">${label}</span>
            <kbd class="text-micro hidden lg:block">${key}</kbd>
          </button>
        `,
      )}
    </div>
  <//>
`;

/**
 * Under the thumb, whatever page is open: at the end of the bar below, at the head of the sidebar.
 * It lies over no row and no figure, since those are what the floor works with.
 */
export const ActionsButton = ({ night, narrow }: { night: Night; narrow: boolean }) => {
  if (!mayAct.value || actionsOf(night.state).length === 0) return null;
  return html`
    <button
      type="button"
      class="btn btn-primary flex-none self-center w-14 h-14 md:w-18 mx-2 xl:mx-0 xl:mb-3 xl:w-full xl:h-12 rounded-2xl xl:rounded-lg p-0 xl:order-first"
      aria-label=${text.actions.open}
      title=${text.actions.open}
      onClick=${() => show({ sheet: 'actions' })}
    >
      <${Icon} name="plus" size=${28} />
      <span class=${`hidden ${narrow ? '' : 'xl:inline'}`}>${text.actions.short}</span>
    </button>
  `;
};

export const KeysSheet = () => html`
  <${Sheet} title=${text.keys.title} onClose=${hide}>
    <div class="flex flex-col gap-4">
      ${text.keys.groups.map(
        ({ title, list }) => html`
          <section class="flex flex-col gap-2">
            <h3 class="label">${title}</h3>
            <dl class="rows card" tabindex="0">
              ${list.map(
                ([key, what]) => html`
                  <div class="flex items-center gap-4 px-4 min-h-12">
                    <dt class="w-20 flex-none"><kbd class="key">${key}</kbd></dt>
                    <dd class="grow">${what}</dd>
                  </div>
                `,
              )}
            </dl>
          </section>
        `,
      )}
    </div>
  <//>
`;
