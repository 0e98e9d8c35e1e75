import type { ComponentChildren, Signal } from '../html.ts';
import { html, typedIn } from '../html.ts';

type FieldProps = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly class?: string;
  readonly children?: ComponentChildren;
};

/** A label with its control below it; what is wrong stands right there. */
export const Field = ({ label, hint, error, class: extra = '', children }: FieldProps) => html`
  <label class=${`flex flex-col gap-1.5 min-w-0 ${extra}`}>
    <span class="text-caption text-secondary font-medium">${label}</span>
    ${children}
    ${error && html`<span class="text-caption text-danger" role="alert">${error}</span>`}
    ${hint && !error && html`<span class="text-caption text-secondary">${hint}</span>`}
  </label>
`;

type InputProps = {
  readonly value: Signal<string>;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly class?: string;
  readonly type?: string;
  readonly inputMode?: string;
  readonly placeholder?: string | undefined;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly onInput?: () => void;
};

export const TextField = (props: InputProps) => {
  const { value, label, hint, error, class: extra = '', onInput, type = 'text' } = props;
  return html`
    <${Field} label=${label} hint=${hint} error=${error} class=${extra}>
      <input
        class="input"
        type=${type}
        inputmode=${props.inputMode}
        placeholder=${props.placeholder}
        autofocus=${props.autoFocus}
        autocomplete=${props.autoComplete ?? 'off'}
        maxlength=${props.maxLength}
        aria-invalid=${error ? 'true' : 'false'}
        value=${value}
        onInput=${(event: Event) => {
          value.value = typedIn(event);
          onInput?.();
        }}
      />
    <//>
  `;
};

/** Digits only, in figures that line up. */
export const NumberField = (props: InputProps) => html`
  <${TextField} ...${props} inputMode="decimal" />
`;

export type Choice = { readonly value: string; readonly label: string };

export const Select = ({
  value,
  label,
  choices,
  hint,
  error,
  class: extra = '',
  onChange,
}: {
  value: Signal<string>;
  label: string;
  choices: readonly Choice[];
  hint?: string;
  error?: string | undefined;
  class?: string;
  onChange?: () => void;
}) => html`
  <${Field} label=${label} hint=${hint} error=${error} class=${extra}>
    <select
      class="input"
      aria-invalid=${error ? 'true' : 'false'}
      value=${value}
      onChange=${(event: Event) => {
        value.value = typedIn(event);
        onChange?.();
      }}
    >
      ${choices.map(
        (one) =>
          html`<option value=${one.value} selected=${one.value === value.value}>${one.label}</option>`,
      )}
    </select>
  <//>
`;

/** One of a few, each a tap away. */
export const Chips = ({
  value,
  label,
  choices,
}: {
  value: Signal<string>;
  label: string;
  choices: readonly Choice[];
}) => html`
  <div class="flex flex-col gap-1.5" role="group" aria-label=${label}>
    <span class="text-caption text-secondary font-medium">${label}</span>
    <div class="flex flex-wrap gap-2">
      ${choices.map(
        (one) => html`
          <button
            type="button"
            class="chip max-w-full whitespace-normal text-left"
            aria-pressed=${String(one.value === value.value)}
            onClick=${() => {
              value.value = one.value;
            }}
          >
            ${one.label}
          </button>
        `,
      )}
    </div>
  </div>
`;

export const Switch = ({
  value,
  label,
  hint,
  onChange,
}: {
  value: Signal<boolean>;
  label: string;
  hint?: string;
  onChange?: () => void;
}) => html`
  <button
    type="button"
    role="switch"
    class="flex items-center gap-4 min-h-12 w-full text-left"
    aria-checked=${String(value.value)}
    aria-label=${label}
    onClick=${() => {
      value.value = !value.value;
      onChange?.();
    }}
  >
    <span class="grow min-w-0">
      <span class="block font-medium">${label}</span>
      ${hint && html`<span class="block text-caption text-secondary">${hint}</span>`}
    </span>
    <span class="switch" aria-hidden="true"></span>
  </button>
`;

/** Waits for what it started, and cannot be pressed twice meanwhile. */
export const Submit = ({
  label,
  busy,
  disabled = false,
  class: extra = 'btn-primary',
}: {
  label: string;
  busy: Signal<boolean>;
  disabled?: boolean;
  class?: string;
}) => html`
  <button type="submit" class=${`btn w-full ${extra}`} disabled=${busy.value || disabled}>${label}</button>
`;
