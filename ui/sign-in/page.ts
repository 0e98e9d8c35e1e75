import { clockText } from '../../src/kernel/time.ts';
import { ApiProblem, logIn } from '../api.ts';
import type { Signal } from '../html.ts';
import { html, useLayoutEffect, useSignal } from '../html.ts';
import { TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { useWait } from '../parts/wait.ts';
import { route } from '../routes.ts';
import { publicVenue } from '../settings/public.ts';
import { text } from '../text.ts';
import { wordsOf } from '../toasts.ts';
import { LockedClock } from './clock.ts';
import { handedOver } from './leave.ts';
import { forget, recent, remember } from './operators.ts';

const LENGTH = 6;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'];

const Pad = ({
  onDigit,
  disabled,
}: {
  onDigit: (digit: string) => void;
  disabled: boolean;
}) => html`
  <div class="grid grid-cols-3 gap-2.5">
    ${DIGITS.map((digit) =>
      digit === ''
        ? html`<span></span>`
        : html`<button
            type="button"
            class="btn btn-outline mono text-h2 min-h-16 p-0"
            disabled=${disabled}
            aria-label=${digit === '⌫' ? text.login.erase : digit}
            onClick=${() => onDigit(digit)}
          >
            ${digit}
          </button>`,
    )}
  </div>
`;

const Dots = ({ count }: { count: number }) => html`
  <div class="flex justify-center gap-4 py-2" role="status" aria-label=${text.login.digits(count)}>
    ${Array.from(
      { length: LENGTH },
      (_, i) =>
        html`<span class=${`w-4 h-4 rounded-full border-2 ${i < count ? 'bg-primary border-primary' : 'border-surface2'}`}></span>`,
    )}
  </div>
`;

/** The house, so that everybody sees whose tablet this is. */
const House = () => {
  const venue = publicVenue.value;
  return html`
    <header class="flex flex-col items-center gap-3 text-center">
      ${
        venue?.logo
          ? html`<img class="max-h-24 max-w-64 object-contain" src=${venue.logo} alt="" />`
          : html`<span class="text-felt"><${Icon} name="table" size=${48} /></span>`
      }
      <div>
        ${venue !== null && html`<p class="text-secondary font-medium">${venue.name}</p>`}
        <h1 class="text-h1 font-bold">${handedOver.value ? text.login.whoIsNext : text.login.title}</h1>
      </div>
    </header>
  `;
};

/** On a tablet that is handed round: who signed in here before, each a tap away. */
const Recent = ({ pick, other }: { pick: (name: string) => void; other: () => void }) => html`
  <section class="flex flex-col gap-2" aria-label=${text.login.recent}>
    ${recent.value.map(
      (name) => html`
        <div class="card flex items-center pl-1">
          <button type="button" class="btn grow justify-start px-4 min-w-0" onClick=${() => pick(name)}>
            <span class="truncate">${name}</span>
          </button>
          <button type="button" class="btn btn-icon text-secondary" aria-label=${text.login.forget(name)} onClick=${() => forget(name)}>
            <${Icon} name="close" size=${18} />
          </button>
        </div>
      `,
    )}
    <button type="button" class="btn btn-outline" onClick=${other}>${text.login.other}</button>
  </section>
`;

/** Signs in as soon as the last digit is there; says why it did not. */
const useSignIn = (operator: Signal<string>) => {
  const pin = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  const { left, wait } = useWait();

  const submit = async () => {
    const name = operator.value.trim();
    if (busy.value || pin.value.length < LENGTH) return;
    problem.value = name === '' ? text.login.nameFirst : '';
    if (name === '') return;
    busy.value = true;
    try {
      await logIn(name, pin.value);
      remember(name);
      handedOver.value = false;
    } catch (error) {
      pin.value = '';
      const locked = error instanceof ApiProblem && error.code === 'LOCKED_OUT';
      const seconds = locked ? Number(error.details['retryAfterS'] ?? error.retryAfterS) : 0;
      if (seconds > 0) wait(seconds);
      problem.value = locked && seconds === 0 ? text.login.lockedAdmin : wordsOf(error);
    }
    busy.value = false;
  };
  const type = (digit: string) => {
    if (digit === '⌫') pin.value = pin.value.slice(0, -1);
    else if (pin.value.length < LENGTH) pin.value += digit;
    if (pin.value.length === LENGTH) void submit();
  };
  return { pin, problem, busy, left, type, submit };
};

/** Digits of the keyboard, wherever the focus is but in a field; from the first moment on. */
const useDigits = (type: (digit: string) => void): void =>
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
      if (/^\d$/.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') type('⌫');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

/** Whoever typed the PIN before the name is signed in by Enter here. */
const NameField = ({
  operator,
  onDone,
}: {
  operator: Signal<string>;
  onDone: () => Promise<void>;
}) => html`
  <form
    onSubmit=${(event: Event) => {
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      void onDone();
    }}
  >
    <${TextField} value=${operator} label=${text.login.operator} autoComplete="username" autoFocus=${operator.value === ''} maxLength=${80} />
  </form>
`;

const NameAndPin = ({ operator }: { operator: Signal<string> }) => {
  const { pin, problem, busy, left, type, submit } = useSignIn(operator);
  useDigits(type);
  const locked = left.value > 0;
  const said = locked ? text.login.locked(clockText(left.value)) : problem.value;
  return html`
    <${NameField} operator=${operator} onDone=${submit} />
    <${Dots} count=${pin.value.length} />
    <p class="text-danger text-center min-h-6" role="alert">${said}</p>
    <${Pad} onDigit=${type} disabled=${locked || busy.value} />
  `;
};

/** Name and PIN; the pad takes taps and the keyboard alike, the sixth digit signs in. */
export const SignInPage = () => {
  const operator = useSignal(recent.value[0] ?? '');
  const choosing = useSignal(handedOver.value && recent.value.length > 0);
  const where = route.value;
  const pick = (name: string) => {
    operator.value = name;
    choosing.value = false;
  };
  return html`
    <main class="min-h-screen flex items-center justify-center p-4">
      <div class="w-full max-w-88 flex flex-col gap-4">
        ${where.page === 'night' && html`<${LockedClock} id=${where.id} />`}
        <${House} />
        ${
          choosing.value
            ? html`<${Recent} pick=${pick} other=${() => pick('')} />`
            : html`<${NameAndPin} operator=${operator} />`
        }
      </div>
    </main>
  `;
};
