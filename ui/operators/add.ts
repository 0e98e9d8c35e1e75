import type { Operator } from '../api.ts';
import { post } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { isGiven, PinFields, RoleField } from './pin.ts';
import { roleChoices } from './sheet.ts';

/** Somebody new, with a first PIN. */
export const AddOperator = ({ onAdded, onClose }: { onAdded: () => void; onClose: () => void }) => {
  const [name, pin, again] = [useSignal(''), useSignal(''), useSignal('')];
  const role = useSignal<Operator['role']>('floor');
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    const body = { name: name.value.trim(), role: role.value, pin: pin.value };
    const made = await attempt(() => post<Operator>('/operators', body));
    busy.value = false;
    if (made === undefined) return;
    toast({ tone: 'plain', title: text.operators.added(body.name) });
    onAdded();
    onClose();
  };
  const good = name.value.trim() !== '' && isGiven(pin, again);
  return html`
    <${Sheet} title=${text.operators.add} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${text.operators.name} maxLength=${80} autoFocus />
        <${RoleField} role=${role} roles=${roleChoices()} />
        <${PinFields} pin=${pin} again=${again} label=${text.operators.pin} />
        <${Submit} label=${text.operators.add} busy=${busy} disabled=${!good} />
      </form>
    <//>
  `;
};
