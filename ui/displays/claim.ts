import { ApiProblem, del, post } from '../api.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Field, Submit } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt, toast, wordsOf } from '../toasts.ts';
import { loadDisplays } from './store.ts';

const problemOf = (error: unknown): string =>
  error instanceof ApiProblem && error.code === 'NO_SUCH_CODE'
    ? laterText.displays.claim.none
    : wordsOf(error);

/** Says that a screen was taken, and offers to leave it to whoever reads its code next. */
export const toldClaimed = (id: string, title: string): void =>
  toast({
    ...{ tone: 'plain', title },
    action: { label: text.undo, run: () => void attempt(() => del(`/displays/${id}`)) },
  });

/** Takes a screen by the four digits that it shows (DSP-9); it shows this tournament at once. */
export const ClaimSheet = ({
  tournamentId,
  onClaimed,
  onClose,
}: {
  tournamentId: string | null;
  onClaimed: (id: string) => void;
  onClose: () => void;
}) => {
  const code = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  const words = laterText.displays.claim;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || code.value.length !== 4) return;
    busy.value = true;
    problem.value = '';
    try {
      const shows = tournamentId === null ? {} : { tournamentId, view: 'clock' };
      const { id } = await post<{ id: string }>('/displays/claim', { code: code.value, ...shows });
      await loadDisplays();
      toldClaimed(id, words.added);
      onClaimed(id);
    } catch (error) {
      problem.value = problemOf(error);
      code.value = '';
    }
    busy.value = false;
  };
  return html`
    <${Sheet} title=${words.title} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <p class="text-secondary">${words.lead(`${location.host}/tv`)}</p>
        <${Field} label=${words.code} error=${problem.value || undefined}>
          <input
            class="input mono text-l text-center tracking-[0.4em] min-h-18"
            inputmode="numeric"
            autocomplete="off"
            autofocus
            maxlength="4"
            value=${code}
            onInput=${(event: Event) => {
              code.value = typedIn(event).replace(/\D/g, '');
              problem.value = '';
            }}
          />
        <//>
        <${Submit} label=${words.submit} busy=${busy} disabled=${code.value.length !== 4} />
      </form>
    <//>
  `;
};
