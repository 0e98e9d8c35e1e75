import { ApiProblem, get, post } from '../api.ts';
import { toldClaimed } from '../displays/claim.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { go } from '../routes.ts';
import { attempt, wordsOf } from '../toasts.ts';

const words = laterText.create.screen;

/** The address that a TV in the same room can reach, by what the leaf says of its own. */
const tvAddress = async (id: string): Promise<string> => {
  const { url } = await get<{ url: string }>(`/tournaments/${id}/address`);
  return new URL('/tv', url).href;
};

/** A code that no screen shows is the operator's slip, not a failure. */
const problemOf = (error: unknown): string =>
  error instanceof ApiProblem && error.code === 'NO_SUCH_CODE' ? words.unknown : wordsOf(error);

/** The last step of the first evening (OPS-2): a TV, four digits, and the clock stands on it. */
export const ScreenStep = ({ id, name }: { id: string; name: string }) => {
  const address = useSignal(new URL('/tv', location.href).href);
  const code = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  useEffect(() => {
    void attempt(async () => {
      address.value = await tvAddress(id);
    });
  }, [id]);
  const onward = () => go({ page: 'night', id, tab: 'overview' });
  const connect = async () => {
    if (busy.value || !/^\d{4}$/.test(code.value)) return;
    busy.value = true;
    problem.value = '';
    try {
      const wish = { code: code.value, tournamentId: id, view: 'clock' };
      const made = await post<{ id: string }>('/displays/claim', wish);
      toldClaimed(made.id, words.done);
      onward();
    } catch (error) {
      problem.value = problemOf(error);
    }
    busy.value = false;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void connect();
  };
  return html`
    <main class="max-w-140 mx-auto px-4 py-10 flex flex-col gap-6">
      <header class="flex flex-col gap-2">
        <span class="text-felt"><${Icon} name="screen" size=${44} /></span>
        <h1 class="text-h1 font-bold">${words.title}</h1>
        <p class="text-secondary">${words.lead(address.value)}</p>
      </header>
      <form class="card p-5 flex flex-col gap-4" onSubmit=${submit}>
        <div class="mono text-h3 break-all select-all rounded-lg bg-base px-4 py-3">${address}</div>
        <${TextField}
          value=${code}
          label=${words.code}
          inputMode="numeric"
          maxLength=${4}
          autoFocus
          error=${problem.value || undefined}
          onInput=${() => void connect()}
        />
        <${Submit} label=${words.connect} busy=${busy} disabled=${!/^\d{4}$/.test(code.value)} />
      </form>
      <div class="flex flex-wrap gap-3">
        <button type="button" class="btn btn-outline" onClick=${onward}>${words.skip}</button>
        <a class="btn btn-ghost" href="/tv" target="_blank" rel="noopener">${words.open}</a>
      </div>
      <p class="sr-only">${name}</p>
    </main>
  `;
};
