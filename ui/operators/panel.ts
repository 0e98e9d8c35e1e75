import type { Operator } from '../api.ts';
import { get, post } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Select, Submit, TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';

const ROLES = ['floor', 'viewer', 'admin'] as const;

const AddForm = ({ onAdded }: { onAdded: () => void }) => {
  const name = useSignal('');
  const pin = useSignal('');
  const role = useSignal<string>('floor');
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const body = { name: name.value, role: role.value, pin: pin.value };
    const made = await attempt(() => post<Operator>('/operators', body));
    busy.value = false;
    if (made === undefined) return;
    toast({ tone: 'plain', title: text.operators.added(name.value) });
    name.value = '';
    pin.value = '';
    onAdded();
  };
  return html`
    <form class="card p-4 flex flex-col gap-4" onSubmit=${submit}>
      <h2 class="font-semibold">${text.operators.add}</h2>
      <${TextField} value=${name} label=${text.operators.name} maxLength=${80} />
      <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
        <${Select} value=${role} label=${text.operators.role} choices=${ROLES.map((value) => ({ value, label: text.operators.roles[value] }))} />
        <${TextField} value=${pin} label=${text.operators.pin} type="password" inputMode="numeric" maxLength=${6} autoComplete="new-password" />
      </div>
      <${Submit} label=${text.operators.add} busy=${busy} disabled=${name.value.trim() === '' || !/^\d{6}$/.test(pin.value)} />
    </form>
  `;
};

/** Who may sign in, and as what; for admins. */
export const OperatorsPanel = () => {
  const all = useSignal<readonly Operator[]>([]);
  const load = () =>
    attempt(async () => {
      all.value = (await get<{ items: readonly Operator[] }>('/operators')).items;
    });
  useEffect(() => {
    void load();
  }, []);
  return html`
    <div class="grid grid-cols-1 md:grid-cols-2 gap-4 items-start">
      <${Card} class="rows">
        ${all.value.map(
          (one) => html`
            <div class="flex items-center gap-3 px-4 min-h-14">
              <span class="grow font-medium truncate">${one.name}</span>
              <${Pill} tone=${one.role === 'admin' ? 'primary' : 'plain'}>${text.operators.roles[one.role]}<//>
            </div>
          `,
        )}
      <//>
      <${AddForm} onAdded=${load} />
    </div>
  `;
};
