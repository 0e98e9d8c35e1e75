import { clockText } from '../../src/kernel/time.ts';
import { ApiProblem, logIn } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { wordsOf } from '../toasts.ts';

const LENGTH = 6;
const NAME = 'felt-operator';
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'];

const remembered = (): string => {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
};

const remember = (name: string): void => {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // A private window: typed again next time.
  }
};

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

/** Ms until the next try is allowed, counting down. */
const useWait = () => {
  const until = useSignal(0);
  const left = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = Math.max(0, until.value - performance.now());
    }, 250);
    return () => clearInterval(timer);
  }, []);
  const wait = (seconds: number) => {
    until.value = performance.now() + seconds * 1_000;
    left.value = seconds * 1_000;
  };
  return { left, wait };
};

/** Name and PIN; the pad takes taps and the keyboard alike, the sixth digit signs in. */
export const SignInPage = () => {
  const operator = useSignal(remembered());
  const pin = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  const { left, wait } = useWait();

  const submit = async () => {
    if (busy.value || operator.value.trim() === '') return;
    busy.value = true;
    problem.value = '';
    try {
      await logIn(operator.value.trim(), pin.value);
      remember(operator.value.trim());
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
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
      if (/^\d$/.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') type('⌫');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const locked = left.value > 0;
  const said = locked ? text.login.locked(clockText(left.value)) : problem.value;
  return html`
    <main class="min-h-screen flex items-center justify-center p-4">
      <div class="w-full max-w-88 flex flex-col gap-5">
        <header class="flex flex-col items-center gap-2">
          <span class="text-felt"><${Icon} name="table" size=${48} /></span>
          <h1 class="text-h1 font-bold">${text.login.title}</h1>
        </header>
        <form
          onSubmit=${(event: Event) => {
            event.preventDefault();
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          }}
        >
          <${TextField} value=${operator} label=${text.login.operator} autoComplete="username" autoFocus=${operator.value === ''} maxLength=${80} />
        </form>
        <${Dots} count=${pin.value.length} />
        <p class="text-danger text-center min-h-6" role="alert">${said}</p>
        <${Pad} onDigit=${type} disabled=${locked || busy.value} />
      </div>
    </main>
  `;
};
