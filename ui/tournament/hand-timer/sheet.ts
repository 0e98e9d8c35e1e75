import { html, typedIn, useEffect, useSignal } from '../../html.ts';
import { NumberField, Switch } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Opens } from '../../parts/opens.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { hide } from '../sheets.ts';
import type { Phase, Timer } from './model.ts';
import { afresh, banked, leftAt, parseSeconds, phaseAt, secondsAt, toggled } from './model.ts';
import { addTimer, change, isLoud, nowMs, removeTimer, rules, setRules, timers } from './timers.ts';

const TONES: { readonly [P in Phase]: string } = {
  ready: 'tone-plain',
  base: 'tone-primary',
  count: 'tone-warning',
  out: 'tone-danger',
};

const Digits = ({ timer, large }: { timer: Timer; large: boolean }) => {
  const phase = phaseAt(timer, nowMs.value);
  const label = phase === 'out' ? text.handTimer.out : phase === 'count' ? text.handTimer.last : '';
  const seconds = secondsAt(timer, nowMs.value);
  const whole = (timer.rules.baseS + timer.rules.countS) * 1_000;
  return html`
    <button
      type="button"
      class=${`w-full rounded-xl px-4 py-3 text-center ${TONES[phase]}`}
      aria-label=${`${timer.sinceMs === null || phase === 'out' ? text.handTimer.start : text.handTimer.pause}: ${seconds}`}
      onClick=${() => change(timer.id, toggled)}
    >
      <span class=${`mono font-bold block leading-none text-text ${large ? 'text-[9rem]' : 'text-[5.5rem]'}`} role="timer">
        ${seconds}
      </span>
      <span class="block h-1.5 rounded-full bg-surface1 overflow-hidden mt-3" aria-hidden="true">
        <span class="bar-fill block" style=${{ transform: `scaleX(${Math.min(1, leftAt(timer, nowMs.value) / whole)})` }}></span>
      </span>
      <span class="block text-caption font-semibold min-h-6 pt-1">${label}</span>
    </button>
  `;
};

const OneTimer = ({ timer, large, place }: { timer: Timer; large: boolean; place: number }) => {
  const { id, banks } = timer;
  const runs = timer.sinceMs !== null && phaseAt(timer, nowMs.value) !== 'out';
  return html`
    <section class="card p-3 flex flex-col gap-3" aria-label=${text.handTimer.label(place)}>
      <div class="flex gap-2">
        <input
          class="input grow"
          aria-label=${text.handTimer.name(place)}
          placeholder=${text.handTimer.namePlaceholder}
          value=${timer.label}
          onInput=${(event: Event) => change(id, (one) => ({ ...one, label: typedIn(event) }))}
        />
        <button type="button" class="btn btn-icon text-secondary" aria-label=${text.handTimer.remove(text.handTimer.label(place))} onClick=${() => removeTimer(id)}>
          <${Icon} name="close" size=${18} />
        </button>
      </div>
      <${Digits} timer=${timer} large=${large} />
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn btn-primary grow" autofocus=${place === 1} onClick=${() => change(id, toggled)}>
          <${Icon} name=${runs ? 'pause' : 'play'} size=${18} />${runs ? text.handTimer.pause : text.handTimer.start}
        </button>
        <button type="button" class="btn btn-outline" onClick=${() => change(id, afresh)}>
          <${Icon} name="redo" size=${18} />${text.handTimer.again}
        </button>
        <button type="button" class="btn btn-outline grow" disabled=${banks === 0} onClick=${() => change(id, banked)}>
          <${Icon} name="coins" size=${18} />${banks === 0 ? text.handTimer.noBank : text.handTimer.bank(timer.rules.bankS, banks)}
        </button>
      </div>
    </section>
  `;
};

const Rules = () => {
  const { baseS, countS, bankS, banks } = rules.value;
  const typed = {
    baseS: useSignal(String(baseS)),
    countS: useSignal(String(countS)),
    bankS: useSignal(String(bankS)),
    banks: useSignal(String(banks)),
  };
  const keep = () => {
    const next = {
      baseS: parseSeconds(typed.baseS.value),
      countS: parseSeconds(typed.countS.value, 0),
      bankS: parseSeconds(typed.bankS.value),
      banks: parseSeconds(typed.banks.value, 0),
    };
    const { baseS: base, countS: count, bankS: bank, banks: chips } = next;
    if (base === null || count === null || bank === null || chips === null) return;
    setRules({ baseS: base, countS: count, bankS: bank, banks: chips });
  };
  const field = (key: keyof typeof typed, label: string, least: number) => html`
    <${NumberField}
      value=${typed[key]}
      label=${label}
      onInput=${keep}
      error=${parseSeconds(typed[key].value, least) === null ? text.handTimer.seconds : undefined}
    />
  `;
  return html`
    <details class="card px-4 group">
      <summary class="min-h-12 flex items-center gap-3 font-semibold cursor-pointer"><span class="grow">${text.handTimer.settings}</span><${Opens} /></summary>
      <div class="grid grid-cols-2 gap-3 pb-2">
        ${field('baseS', text.handTimer.base, 1)} ${field('countS', text.handTimer.count, 0)}
        ${field('bankS', text.handTimer.bankSeconds, 1)} ${field('banks', text.handTimer.banks, 0)}
      </div>
      <div class="pb-3"><${Switch} value=${isLoud} label=${text.handTimer.sound} /></div>
    </details>
  `;
};

/** Space, N and B while no field has the focus. */
const useKeys = () =>
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (target instanceof HTMLInputElement || target instanceof HTMLButtonElement) {
        if (target instanceof HTMLInputElement || event.key === ' ') return;
      }
      const [first] = timers.value;
      const key = event.key.toLowerCase();
      if (key === 'n') addTimer();
      else if (key === ' ' && first) change(first.id, toggled);
      else if (key === 'b' && first) change(first.id, banked);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

/** Somebody called the clock: big digits, one for each player, counted by this device alone (CLK-6). */
export const HandTimerSheet = () => {
  useKeys();
  useEffect(() => {
    if (timers.value.length === 0) addTimer();
  }, []);
  const all = timers.value;
  const footer = html`<button type="button" class="btn btn-outline w-full" onClick=${addTimer}>
    <${Icon} name="plus" size=${18} />${text.handTimer.add}
  </button>`;
  return html`
    <${Sheet} title=${text.handTimer.title} onClose=${hide} footer=${footer}>
      <div class="flex flex-col gap-4">
        ${all.map((timer, i) => html`<${OneTimer} key=${timer.id} timer=${timer} large=${all.length === 1} place=${i + 1} />`)}
        <${Rules} />
        <p class="text-caption text-secondary">${text.handTimer.lead} <span class="hidden lg:inline">${text.handTimer.keys}</span></p>
      </div>
    <//>
  `;
};
