import { stands } from '../../../src/rooms/tournament/state.ts';
import { cashOf } from '../../../src/rooms/tournament/views/actions.ts';
import { html, useSignal } from '../../html.ts';
import { TextField } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { cashToReturn, say } from '../words.ts';

/** A transaction is taken back: what changes hands is said first, and why is kept for the book (RCP-2). */
export const VoidSheet = ({ night, eventId }: { night: Night; eventId: string }) => {
  const reason = useSignal('');
  const busy = useSignal(false);
  const fact = night.state.facts[eventId];
  if (fact === undefined || !stands(night.state, eventId)) return null;
  const said = say(night, fact);
  const back = cashToReturn(cashOf(fact), night.state.config.currency);
  const why = reason.value.trim();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || why === '') return;
    busy.value = true;
    const answer = await command('/undo', { eventId, reason: why });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  return html`
    <${Sheet} title=${text.money.voidTitle} onClose=${hide}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <div>
          <bdi class="block text-h3 font-semibold">${said.title}</bdi>
          <p class="text-secondary">${said.detail}</p>
        </div>
        ${back && html`<p class="rounded-xl tone-warning px-4 py-3 text-h3 font-semibold">${back}</p>`}
        <${TextField} value=${reason} label=${text.money.voidReason} maxLength=${200} autoFocus hint=${why === '' ? text.money.voidHint : undefined} />
        <button type="submit" class="btn btn-danger" disabled=${busy.value || why === ''}>${text.money.voidDo}</button>
      </form>
    <//>
  `;
};
