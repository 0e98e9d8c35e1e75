import { html, typedIn } from '../../html.ts';
import { Field } from '../../parts/form.ts';
import type { Editing } from './editing.ts';
import { useRefusal } from './refused.ts';

type Edit = Pick<Editing, 'bad' | 'refused' | 'fields'>;

export const WordsField = ({
  label,
  value,
  hint,
  most = 80,
  tall = false,
  onChange,
  edit,
  at,
}: {
  label: string;
  value: string;
  hint?: string;
  most?: number;
  tall?: boolean;
  onChange: (value: string) => void;
  edit?: Edit;
  at?: string;
}) => {
  const { words, forget } = useRefusal(edit, at);
  const onInput = (event: Event) => {
    forget();
    onChange(typedIn(event));
  };
  const props = { maxlength: most, value, 'aria-invalid': String(words !== undefined), onInput };
  return html`
    <${Field} label=${label} hint=${hint} error=${words}>
      ${tall ? html`<textarea class="input min-h-24" ...${props}></textarea>` : html`<input class="input" autocomplete="off" ...${props} />`}
    <//>
  `;
};

const local = (ms: number): string =>
  new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** A day and a time, or neither. */
export const MomentField = ({
  label,
  value,
  hint,
  onChange,
  edit,
  at,
}: {
  label: string;
  value: number | null;
  hint?: string;
  onChange: (value: number | null) => void;
  edit?: Edit;
  at?: string;
}) => {
  const { words, forget } = useRefusal(edit, at);
  return html`
    <${Field} label=${label} hint=${hint} error=${words}>
      <input
        class="input"
        type="datetime-local"
        aria-invalid=${String(words !== undefined)}
        value=${value === null ? '' : local(value)}
        onInput=${(event: Event) => {
          forget();
          const typed = typedIn(event);
          const ms = typed === '' ? null : new Date(typed).getTime();
          if (ms === null || !Number.isNaN(ms)) onChange(ms);
        }}
      />
    <//>
  `;
};

export const PickField = <T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: Readonly<Record<T, string>>;
  onChange: (value: T) => void;
}) => html`
  <${Field} label=${label}>
    <select
      class="input"
      onChange=${(event: Event) => {
        const found = (Object.keys(choices) as T[]).find((one) => one === typedIn(event));
        if (found !== undefined) onChange(found);
      }}
    >
      ${Object.entries(choices).map(([one, words]) => html`<option value=${one} selected=${one === value}>${words}</option>`)}
    </select>
  <//>
`;

export const Toggle = ({
  label,
  checked,
  hint,
  onChange,
}: {
  label: string;
  checked: boolean;
  hint?: string;
  onChange: (checked: boolean) => void;
}) => html`
  <button type="button" role="switch" class="flex items-center gap-4 min-h-12 w-full text-left" aria-checked=${String(checked)} aria-label=${label} onClick=${() => onChange(!checked)}>
    <span class="grow min-w-0">
      <span class="block font-medium">${label}</span>
      ${hint && html`<span class="block text-caption text-secondary">${hint}</span>`}
    </span>
    <span class="switch" aria-hidden="true"></span>
  </button>
`;
