import type { CloudSetup, CloudView } from '../../src/server/app.ts';
import { post } from '../api.ts';
import type { Signal } from '../html.ts';
import { html, useSignal } from '../html.ts';
import { TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { wordsOf } from '../toasts.ts';

const words = text.cloud.join;

/** Letters and digits of a code, however they are typed: groups of five with dashes. */
export const codeText = (typed: string): string =>
  (
    typed
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .slice(0, 15)
      .match(/.{1,5}/g) ?? []
  ).join('-');

export const isCode = (typed: string): boolean => codeText(typed).length === 17;

/** One field for a code, which sorts itself into its groups. */
export const CodeField = ({
  value,
  label,
  hint,
}: {
  value: Signal<string>;
  label: string;
  hint?: string;
}) =>
  html`<${TextField}
    value=${value}
    label=${label}
    hint=${hint}
    placeholder="ABCDE-FGHJK-MNPQR"
    maxLength=${24}
    onInput=${() => {
      value.value = codeText(value.value);
    }}
  />`;

/**
 * Address and code, and the button that gives them.
 * @param path of the door: another one while nobody can sign in yet.
 */
export const JoinForm = <T extends CloudView | CloudSetup>({
  path,
  code,
  joined,
}: {
  path: '/cloud/enrol' | '/setup/cloud';
  code: Signal<string>;
  joined: (answer: T) => void;
}) => {
  const core = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal('');
  const isComplete = core.value.trim() !== '' && isCode(code.value);
  const join = async () => {
    if (busy.value || !isComplete) return;
    [busy.value, problem.value] = [true, ''];
    try {
      joined(await post<T>(path, { core: core.value.trim(), code: code.value }));
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  // No form of its own: it stands inside another one while a leaf is set up.
  return html`
    <div
      class="flex flex-col gap-4"
      onKeyDown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        void join();
      }}
    >
      <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
        <${TextField} value=${core} label=${words.core} hint=${words.coreHint} maxLength=${300} inputMode="url" />
        <${CodeField} value=${code} label=${words.code} hint=${words.codeHint} />
      </div>
      ${problem.value && html`<p class="text-danger" role="alert">${problem.value}</p>`}
      <button type="button" class="btn btn-soft self-start" disabled=${!isComplete || busy.value} onClick=${join}>
        ${busy.value ? words.busy : words.submit}
      </button>
    </div>
  `;
};
