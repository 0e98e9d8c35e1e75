import { SECOND } from '../../src/kernel/time.ts';
import type { CloudSetup } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { get, logIn, post } from '../api.ts';
import { CodeField, isCode, JoinForm } from '../cloud/join.ts';
import type { ComponentChildren, Signal } from '../html.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { isGiven } from '../operators/pin.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Opens } from '../parts/opens.ts';
import { go } from '../routes.ts';
import { text } from '../text.ts';
import { wordsOf } from '../toasts.ts';
import { PinField } from './pin-field.ts';

const words = text.cloud.restore;
const LOOK_MS = SECOND;

type Admin = { readonly id: string; readonly name: string };

const Frame = ({
  title,
  lead,
  children,
}: {
  title: string;
  lead: string;
  children?: ComponentChildren;
}) => html`
  <main class="max-w-140 mx-auto px-4 py-8 flex flex-col gap-6">
    <header class="flex flex-col gap-1">
      <span class="text-felt"><${Icon} name="cloud" size=${44} /></span>
      <h1 class="text-h1 font-bold">${title}</h1>
      <p class="text-secondary">${lead}</p>
    </header>
    ${children}
  </main>
`;

const shareOf = (done: number, all: number): number =>
  all === 0 ? 100 : Math.min(100, Math.round((done / all) * 100));

const Bar = ({ label, done, all }: { label: string; done: number; all: number }) => html`
  <div class="flex flex-col gap-2">
    <span class="flex justify-between gap-4">
      <span class="font-medium">${label}</span>
      <span class="mono text-secondary">${words.of(number(done), number(all))}</span>
    </span>
    <span
      class="block h-3 rounded-full bg-surface1 overflow-hidden"
      role="progressbar"
      aria-label=${label}
      aria-valuenow=${done}
      aria-valuemin="0"
      aria-valuemax=${all}
    >
      <span class="block h-full rounded-full bg-primary transition-[width]" style=${{ width: `${shareOf(done, all)}%` }}></span>
    </span>
  </div>
`;

const Progress = ({ now, code }: { now: Signal<CloudSetup>; code: Signal<string> }) => {
  const { progress } = now.value;
  const problem = progress?.problem ?? null;
  const joined = (answer: CloudSetup) => {
    now.value = answer;
  };
  return html`
    <${Frame} title=${words.title} lead=${words.lead}>
      <div class="card p-5 flex flex-col gap-5">
        ${
          progress === null
            ? html`<p class="breathe">${words.checking}</p>`
            : html`
                <${Bar} label=${words.events} ...${progress.events} />
                <${Bar} label=${words.documents} ...${progress.documents} />
              `
        }
        ${problem !== null && html`<p class="text-warning" role="alert">${words.problem} <span class="break-words">${problem}</span></p>`}
      </div>
      ${
        problem !== null &&
        html`<details class="card px-5 group">
          <summary class="min-h-14 flex items-center gap-3 font-semibold cursor-pointer">
            <span class="grow">${words.other}</span><${Opens} />
          </summary>
          <div class="pb-5 pt-2"><${JoinForm} path="/setup/cloud" code=${code} joined=${joined} /></div>
        </details>`
      }
    <//>
  `;
};

const AskCode = ({
  code,
  found,
}: {
  code: Signal<string>;
  found: (all: readonly Admin[]) => void;
}) => {
  const busy = useSignal(false);
  const problem = useSignal('');
  const ask = async () => {
    busy.value = true;
    try {
      const body = { code: code.value };
      found((await post<{ items: readonly Admin[] }>('/setup/restored/admins', body)).items);
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  // Who has just given it need not give it again.
  useEffect(() => {
    if (isCode(code.value)) void ask();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    void ask();
  };
  return html`
    <form class="card p-5 flex flex-col gap-4" onSubmit=${submit}>
      <p class="text-secondary">${words.codeLead}</p>
      <${CodeField} value=${code} label=${words.code} />
      ${problem.value && html`<p class="text-danger" role="alert">${problem.value}</p>`}
      <${Submit} label=${words.next} busy=${busy} disabled=${!isCode(code.value)} />
    </form>
  `;
};

const TakeOver = ({ code, admins }: { code: string; admins: readonly Admin[] }) => {
  const who = useSignal(admins[0]?.id ?? '');
  const name = useSignal('');
  const [pin, again] = [useSignal(''), useSignal('')];
  const busy = useSignal(false);
  const problem = useSignal('');
  const chosen = admins.find(({ id }) => id === who.value);
  const isNameless = chosen?.name === '';
  const complete = isGiven(pin, again) && (!isNameless || name.value.trim() !== '');
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!complete || busy.value) return;
    [busy.value, problem.value] = [true, ''];
    try {
      const named = isNameless ? { name: name.value.trim() } : {};
      const body = { code, operatorId: who.value, pin: pin.value, ...named };
      const admin = await post<Admin>('/setup/restored', body);
      await logIn(admin.name, pin.value);
      go({ page: 'tournaments' });
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  return html`
    <form class="card p-5 flex flex-col gap-5" onSubmit=${submit}>
      <div class="flex flex-col gap-2" role="group" aria-label=${words.who}>
        <span class="text-caption text-secondary font-medium">${words.who}</span>
        ${admins.map(
          (one) => html`<button
            type="button"
            key=${one.id}
            class="chip justify-start text-left min-h-14 w-full rounded-xl whitespace-normal break-words py-2"
            aria-pressed=${String(one.id === who.value)}
            onClick=${() => {
              who.value = one.id;
            }}
          >${one.name || words.nameless}</button>`,
        )}
      </div>
      ${isNameless && html`<${TextField} value=${name} label=${laterText.setup.adminName} maxLength=${80} />`}
      <div class="grid grid-cols-2 gap-4">
        <${PinField} pin=${pin} again=${again} which="pin" />
        <${PinField} pin=${pin} again=${again} which="again" />
      </div>
      ${problem.value && html`<p class="text-danger" role="alert">${problem.value}</p>`}
      <${Submit} label=${words.submit} busy=${busy} disabled=${!complete} />
    </form>
  `;
};

/** A venue that comes back from the cloud, until somebody can sign in to it. */
export const Restoring = ({ first, code }: { first: CloudSetup; code: Signal<string> }) => {
  const now = useSignal(first);
  const admins = useSignal<readonly Admin[] | null>(null);
  useEffect(() => {
    const look = async () => {
      // While the leaf opens anew on what came, nobody answers: that is not worth a word.
      const found = await get<CloudSetup>('/setup/cloud').catch(() => null);
      if (found !== null) now.value = found;
    };
    const timer = setInterval(() => {
      if (now.value.state === 'restoring') void look();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  if (now.value.state === 'restoring') return html`<${Progress} now=${now} code=${code} />`;
  return html`
    <${Frame} title=${words.back} lead=${words.backLead}>
      ${
        admins.value === null
          ? html`<${AskCode} code=${code} found=${(all: readonly Admin[]) => {
              admins.value = all;
            }} />`
          : html`<${TakeOver} code=${code.value} admins=${admins.value} />`
      }
    <//>
  `;
};
