import type { SessionLine } from '../../src/core/app.ts';
import { del, get, put } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { LANGUAGES, pageLanguage, speak } from '../settings/languages.ts';
import { core as text } from '../texts/en/core.ts';
import { switchTheme } from '../theme-switch.ts';
import { toast } from '../toasts.ts';
import { PageHead } from './frame.ts';
import { findOut, signOut, user, venueOf, who } from './store.ts';
import { attempt, momentText, wordsOf } from './words.ts';

const Roles = () => html`
  <${Card} title=${text.account.roles}>
    <div class="flex gap-2 flex-wrap px-4 pb-4">
      ${(user.value?.grants ?? []).map((grant) => html`<${Pill} key=${grant.id} tone="primary">${[text.roles[grant.role], grant.venueId && venueOf(grant.venueId)?.name].filter(Boolean).join(' · ')}<//>`)}
    </div>
  <//>
`;

const Password = () => {
  const [current, fresh] = [useSignal(''), useSignal('')];
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    problem.value = '';
    try {
      await put('/password', { current: current.value, password: fresh.value });
      toast({ tone: 'plain', title: text.account.changed });
      [current.value, fresh.value] = ['', ''];
      await findOut();
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  return html`
    <${Card} title=${text.account.password}>
      <form class="flex flex-col gap-4 px-4 pb-4" onSubmit=${submit}>
        <${TextField} value=${current} label=${text.account.current} type="password" autoComplete="current-password" />
        <${TextField} value=${fresh} label=${text.account.fresh} type="password" autoComplete="new-password" error=${problem.value} />
        <${Submit} label=${text.account.change} busy=${busy} class="btn-outline" disabled=${fresh.value.length < 12 || current.value === ''} />
      </form>
    <//>
  `;
};

/** Of somebody whom the organisation's provider lets in. */
const NoPassword = () => html`
  <${Card} title=${text.account.password}>
    <p class="px-4 pb-4 text-secondary">${text.account.byProvider}</p>
  <//>
`;

/** `Mozilla/5.0 (X11; Linux x86_64) … Chrome/140 …` → what a person calls it. */
const deviceName = (agent: string | null): string => {
  const browser = /(Firefox|Edg|Chrome|Safari)\/?(\d*)/u.exec(agent ?? '')?.[1] ?? '';
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/u.exec(agent ?? '')?.[0] ?? '';
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(', ') || '–';
};

const Session = ({ session, onEnd }: { session: SessionLine; onEnd: () => void }) => html`
  <li class="flex items-center gap-3 px-4 py-2 min-h-16">
    <span class="grow min-w-0">
      <span class="block font-medium truncate">${deviceName(session.device)}</span>
      <span class="block text-caption text-secondary">${[session.current ? text.account.here : momentText(session.seenAt), session.address, text.account.via[session.via]].filter(Boolean).join(' · ')}</span>
    </span>
    ${!session.current && html`<button type="button" class="btn btn-ghost flex-none" onClick=${onEnd}>${text.account.end}</button>`}
  </li>
`;

const Sessions = () => {
  const all = useSignal<readonly SessionLine[]>([]);
  const load = () =>
    attempt(async () => {
      all.value = (await get<{ items: readonly SessionLine[] }>('/sessions')).items;
    });
  useEffect(() => void load(), []);
  const end = (id: string) =>
    attempt(async () => {
      await del(`/sessions/${id}`);
      await load();
    });
  return html`
    <${Card} title=${text.account.sessions}>
      <ul class="rows">${all.value.map((one) => html`<${Session} key=${one.id} session=${one} onEnd=${() => end(one.id)} />`)}</ul>
    <//>
  `;
};

const Languages = () => html`
  <div class="flex flex-wrap gap-2" role="group" aria-label=${text.account.language}>
    ${LANGUAGES.map(
      (one) => html`
        <button key=${one} type="button" class="chip" aria-pressed=${String(one === pageLanguage())} lang=${one} onClick=${() => speak(one)}>
          ${laterText.venue.languages[one]}
        </button>
      `,
    )}
  </div>
`;

/** Oneself: roles, password, sign-ins, and the way out. */
export const AccountPage = () => html`
  <${PageHead} title=${user.value?.name ?? text.account.title} lead=${user.value?.email ?? ''} />
  <div class="grid lg:grid-cols-2 gap-3 items-start">
    <div class="flex flex-col gap-3">
      <${Roles} />
      ${user.value?.hasPassword === true ? html`<${Password} />` : html`<${NoPassword} />`}
    </div>
    <div class="flex flex-col gap-3">
      <${Sessions} />
      <${Languages} />
      <button type="button" class="btn btn-outline" onClick=${switchTheme}><${Icon} name="sun" />${text.account.theme}</button>
      <button type="button" class="btn btn-outline" onClick=${signOut}><${Icon} name="out" />${text.account.signOut}</button>
      <p class="text-caption text-secondary text-center">${text.account.version(who.value?.version ?? '')}</p>
    </div>
  </div>
`;
