import { isNumbered } from '../../src/rooms/tournament/state.ts';
import { post } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { AllSettings } from '../tournaments/config/all.ts';
import type { Editing } from '../tournaments/config/editing.ts';
import { changesOf, editingOf, isSound, rebased } from '../tournaments/config/editing.ts';
import { refusedBy } from '../tournaments/config/refused.ts';
import { ToFix } from '../tournaments/config/to-fix.ts';
import { takeOut } from '../tournaments/made.ts';
import { templateBody } from '../tournaments/model.ts';
import { command } from './actions.ts';
import { DiscardButton } from './discard.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';

const words = laterText.settings;

const Registration = ({ night: { state } }: { night: Night }) => {
  const { open } = state.registration;
  const toggle = () => command('/registration', { open: !open }, { method: 'PUT' });
  return html`
    <${Card} class="p-4 flex items-center gap-4 flex-wrap">
      <span class="grow font-medium">${open ? words.entriesOpen : words.entriesClosed}</span>
      <button type="button" class="btn btn-outline" onClick=${toggle}>
        ${open ? text.overview.closeNow : text.overview.reopen}
      </button>
    <//>
  `;
};

/** What may no longer change, and why: in the words of the person who wants to change it. */
const locksOf = ({ state }: Night): Editing['locks'] => {
  const sold = Object.keys(state.facts).length > 0;
  return {
    ...(sold ? { mode: words.locked.mode, buyIns: words.locked.buyIns } : {}),
    ...(state.planBeforeLock === null ? {} : { payouts: words.locked.payouts }),
    ...(state.status === 'setup' ? {} : { startsAt: words.locked.startsAt }),
  };
};

const saveTemplate = ({ state }: Night) =>
  attempt(async () => {
    const { config, levels } = state;
    const tables = Object.values(state.tables).map(({ number, name, seats }) => ({
      ...{ name: isNumbered({ name, number }) ? '' : name, seats: seats.length },
    }));
    const body = templateBody(config, levels, { description: '', tables: tables.slice(0, 200) });
    const { name } = config;
    const { id } = await post<{ id: string }>('/library', { kind: 'template', name, body });
    const action = { label: text.undo, run: () => takeOut(id, name) };
    toast({ tone: 'plain', title: text.templates.saved(name), action });
  });

/** Everything about the tournament that is open, with what is locked explained. */
export const Settings = ({ night }: { night: Night }) => {
  const { config, status } = night.state;
  const locks = locksOf(night);
  const key = JSON.stringify(locks);
  // When they change elsewhere, what was typed here stays on top of it.
  const own = useSignal({ of: config, key, edit: editingOf(config, locks) });
  /** Counts up with each discarding: fields then forget what was typed into them. */
  const round = useSignal(0);
  const busy = useSignal(false);
  if (own.value.of !== config || own.value.key !== key) {
    const { of, edit } = own.value;
    edit.config.value = rebased(of, config, edit.config.value);
    own.value = { of: config, key, edit: { ...edit, locks } };
  }
  const { edit } = own.value;
  const changes = changesOf(config, edit.config.value);
  const isChanged = Object.keys(changes).length > 0 || edit.bad.value.size > 0;
  const save = async () => {
    busy.value = true;
    edit.refused.value = [];
    await command('', changes, { method: 'PUT', refused: refusedBy(edit) });
    busy.value = false;
  };
  const template = html`<button type="button" class="btn btn-outline self-start" onClick=${() => saveTemplate(night)}><${Icon} name="star" size=${18} />${text.templates.saveAs}</button>`;
  if (!mayAct.value) return html`<p class="text-secondary">${config.name}</p>`;
  if (status === 'ended')
    return html`<div class="flex flex-col gap-4"><p class="text-secondary">${config.name}</p>${template}</div>`;
  return html`
    <div class="flex flex-col gap-4 max-w-220">
      <${Registration} night=${night} />
      <${AllSettings} key=${`${round.value} ${own.value.key}`} edit=${edit} />
      <div class="flex flex-wrap gap-3">${template}<${DiscardButton} night=${night} /></div>
      ${
        isChanged &&
        html`<div class="sticky bottom-20 xl:bottom-4 z-5 card bg-surface0 shadow-xl p-3 flex flex-wrap items-center gap-3">
          <span class="grow basis-full sm:basis-auto font-medium">${isSound(edit) ? words.unsaved : html`<${ToFix} />`}</span>
          <button
            type="button"
            class="btn btn-outline grow sm:grow-0"
            onClick=${() => {
              round.value += 1;
              own.value = { of: config, key, edit: editingOf(config, locks) };
            }}
          >
            ${words.discard}
          </button>
          <button type="button" class="btn btn-primary grow sm:grow-0" disabled=${!isSound(edit) || busy.value} onClick=${save}>${words.save}</button>
        </div>`
      }
    </div>
  `;
};
