import { moneyField, parseCount, parseMoney } from '../amounts.ts';
import { html, useSignal } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { NumberField, Submit, Switch, TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { command } from './actions.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';

const orNone = (typed: string): number | null => (typed.trim() === '' ? null : parseCount(typed));

const shown = (value: number | null): string => (value === null ? '' : String(value));

const Registration = ({ night: { state } }: { night: Night }) => {
  const { open } = state.registration;
  const toggle = () => command('/registration', { open: !open }, { method: 'PUT' });
  return html`
    <${Card} class="p-4 flex items-center gap-4 flex-wrap">
      <span class="grow font-medium">${open ? text.settings.entriesOpen : text.settings.entriesClosed}</span>
      <button type="button" class="btn btn-outline" onClick=${toggle}>
        ${open ? text.overview.closeNow : text.overview.reopen}
      </button>
    <//>
  `;
};

/** What may still change while it runs. */
export const Settings = ({ night }: { night: Night }) => {
  const { config, status } = night.state;
  const name = useSignal(config.name);
  const lateReg = useSignal(shown(config.registration.lastLevel));
  const rebuysUntil = useSignal(shown(config.rebuys.lastLevel));
  const guarantee = useSignal(moneyField(config.pool.guarantee, config.currency));
  const rebuys = useSignal(config.rebuys.allowed);
  const addOns = useSignal(config.addOns.allowed);
  const hits = useSignal(config.hits.track);
  const autoSeat = useSignal(config.seating.autoSeat);
  const busy = useSignal(false);
  const floor = parseMoney(guarantee.value, config.currency);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (floor === null || busy.value) return;
    busy.value = true;
    const changes = {
      name: name.value,
      registration: { ...config.registration, lastLevel: orNone(lateReg.value) },
      rebuys: { ...config.rebuys, allowed: rebuys.value, lastLevel: orNone(rebuysUntil.value) },
      addOns: { ...config.addOns, allowed: addOns.value },
      pool: { ...config.pool, guarantee: floor },
      hits: { ...config.hits, track: hits.value },
      seating: { ...config.seating, autoSeat: autoSeat.value },
    };
    await command('', changes, { method: 'PUT' });
    busy.value = false;
  };
  if (!mayAct.value || status === 'ended')
    return html`<p class="text-secondary">${config.name}</p>`;
  return html`
    <div class="flex flex-col gap-4 max-w-160">
      <${Registration} night=${night} />
      <form class="card p-4 flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${text.settings.name} maxLength=${80} />
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
          <${NumberField} value=${lateReg} label=${text.settings.lateReg} />
          <${NumberField}
            value=${guarantee}
            label=${`${text.settings.guarantee} (${config.currency})`}
            error=${floor === null ? text.errors.notAmount : undefined}
          />
        </div>
        ${
          config.rebuys.profiles.length > 0 &&
          html`<${Switch} value=${rebuys} label=${text.create.rebuys} />
            ${rebuys.value && html`<${NumberField} value=${rebuysUntil} label=${text.settings.rebuys} />`}`
        }
        ${config.addOns.profiles.length > 0 && html`<${Switch} value=${addOns} label=${text.settings.addOns} />`}
        <${Switch} value=${hits} label=${text.settings.hits} />
        <${Switch} value=${autoSeat} label=${text.settings.autoSeat} />
        <${Submit} label=${text.settings.save} busy=${busy} disabled=${floor === null} />
      </form>
    </div>
  `;
};
