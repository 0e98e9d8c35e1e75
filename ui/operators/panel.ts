import type { Operator } from '../api.ts';
import { get, session } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { attempt } from '../toasts.ts';
import { AddOperator } from './add.ts';
import type { Listed } from './sheet.ts';
import { OperatorSheet, ROLES } from './sheet.ts';

const Row = ({ operator, open }: { operator: Listed; open: () => void }) => {
  const { id, name, role, active } = operator;
  const own = id === session.value?.operator.id;
  return html`
    <button type="button" class="flex items-center gap-3 px-4 min-h-16 w-full text-left" onClick=${open}>
      <span class="grow min-w-0">
        <span class=${`block font-medium truncate ${active ? '' : 'text-secondary line-through'}`}>${name}</span>
        ${own && html`<span class="block text-caption text-secondary">${text.operators.you}</span>`}
        ${!active && html`<span class="block text-caption text-secondary">${text.operators.inactive}</span>`}
      </span>
      <${Pill} tone=${role === 'admin' ? 'primary' : 'plain'}>${text.operators.roles[role]}<//>
      <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
    </button>
  `;
};

const Roles = () => html`
  <${Card} title=${text.operators.role} class="pb-3">
    <dl class="px-4 flex flex-col gap-3">
      ${ROLES.map(
        (role) => html`<div>
          <dt class="font-medium">${text.operators.roles[role]}</dt>
          <dd class="text-caption text-secondary">${text.operators.explained[role]}</dd>
        </div>`,
      )}
    </dl>
  <//>
`;

type Opened = { readonly add: true } | { readonly id: string };

/** Who may sign in, and as what; for admins (SEC-1). */
export const OperatorsPanel = () => {
  const all = useSignal<readonly Listed[]>([]);
  const opened = useSignal<Opened | null>(null);
  const load = () =>
    attempt(async () => {
      all.value = (
        await get<{ items: readonly (Operator & { active: boolean })[] }>('/operators')
      ).items;
    });
  useEffect(() => {
    void load();
  }, []);
  const close = () => {
    opened.value = null;
  };
  const now = opened.value;
  const chosen =
    now !== null && 'id' in now ? all.value.find(({ id }) => id === now.id) : undefined;
  const sorted = [...all.value].sort((a, b) => Number(b.active) - Number(a.active));
  return html`
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center gap-3">
        <p class="text-secondary grow">${text.operators.lead}</p>
        <button type="button" class="btn btn-primary" onClick=${() => {
          opened.value = { add: true };
        }}><${Icon} name="plus" size=${18} />${text.operators.add}</button>
      </div>
      <div class="grid grid-cols-1 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 items-start">
        <${Card} class="rows">
          ${sorted.map(
            (one) =>
              html`<${Row} key=${one.id} operator=${one} open=${() => {
                opened.value = { id: one.id };
              }} />`,
          )}
        <//>
        <${Roles} />
      </div>
      ${now !== null && 'add' in now && html`<${AddOperator} onAdded=${load} onClose=${close} />`}
      ${chosen !== undefined && html`<${OperatorSheet} key=${`${chosen.id}${chosen.name}${chosen.role}`} operator=${chosen} onChanged=${load} onClose=${close} />`}
    </div>
  `;
};
