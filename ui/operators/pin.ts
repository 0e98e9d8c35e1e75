import { weaknessOf } from '../../src/rooms/venue/pins.ts';
import type { Signal } from '../html.ts';
import { html } from '../html.ts';
import { TextField } from '../parts/form.ts';
import { text } from '../text.ts';

const isWhole = (pin: string): boolean => /^\d{6}$/.test(pin);

/** Six digits that the leaf would refuse, because everybody tries them first. */
export const isWeak = (pin: string): boolean => isWhole(pin) && weaknessOf(pin) !== null;

/** Whether a PIN that may stand was given twice, the same both times. */
export const isGiven = (pin: Signal<string>, again: Signal<string>): boolean =>
  isWhole(pin.value) && !isWeak(pin.value) && pin.value === again.value;

/** A PIN is typed unseen, so it is asked for twice. */
export const PinFields = ({
  pin,
  again,
  label,
}: {
  pin: Signal<string>;
  again: Signal<string>;
  label: string;
}) => {
  const differ = again.value.length === 6 && pin.value !== again.value;
  const field = { type: 'password', inputMode: 'numeric', maxLength: 6 };
  return html`
    <div class="grid grid-cols-2 gap-3 items-start">
      <${TextField} ...${field} value=${pin} label=${label} autoComplete="new-password" error=${isWeak(pin.value) ? text.operators.weak : undefined} />
      <${TextField} ...${field} value=${again} label=${text.operators.pinAgain} autoComplete="new-password" error=${differ ? text.operators.mismatch : undefined} />
    </div>
  `;
};

/** Roles to choose from, each with what it may do. */
export const RoleField = <R extends string>({
  role,
  roles,
}: {
  role: Signal<R>;
  roles: readonly { readonly value: R; readonly label: string; readonly lead: string }[];
}) => html`
  <fieldset class="m-0 p-0 flex flex-col gap-2" role="radiogroup">
    <legend class="text-caption text-secondary font-medium mb-1.5">${text.operators.role}</legend>
    ${roles.map(
      ({ value, label, lead }) => html`
        <button
          type="button"
          role="radio"
          aria-checked=${String(role.value === value)}
          class=${`rounded-lg border px-4 py-2 min-h-14 text-left ${role.value === value ? 'border-primary bg-[var(--soft-primary)]' : 'border-surface2'}`}
          onClick=${() => {
            role.value = value;
          }}
        >
          <span class="block font-semibold">${label}</span>
          <span class="block text-caption text-secondary">${lead}</span>
        </button>
      `,
    )}
  </fieldset>
`;
