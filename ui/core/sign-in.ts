import { clockText } from '../../src/kernel/time.ts';
import { ApiProblem, post } from '../api.ts';
import type { ComponentChildren } from '../html.ts';
import { html, useSignal } from '../html.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { useWait } from '../parts/wait.ts';
import { core as text } from '../texts/en/core.ts';
import { findOut, who } from './store.ts';
import { wordsOf } from './words.ts';

/** The frame of everything that is seen without a sign-in. */
export const Outside = ({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children?: ComponentChildren;
}) => html`
  <main class="min-h-screen flex items-center justify-center p-4">
    <div class="w-full max-w-96 flex flex-col gap-5">
      <header class="flex flex-col items-center gap-2 text-center">
        <span class="text-felt"><${Icon} name="table" size=${48} /></span>
        <p class="text-secondary font-medium">${text.title}</p>
        <h1 class="text-h1 font-bold">${title}</h1>
        ${lead && html`<p class="text-secondary">${lead}</p>`}
      </header>
      ${children}
    </div>
  </main>
`;

const ByPassword = () => {
  const [email, password] = [useSignal(''), useSignal('')];
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const { left, wait } = useWait();
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    problem.value = '';
    try {
      await post('/session', { email: email.value, password: password.value });
      await findOut();
    } catch (error) {
      const locked = error instanceof ApiProblem && error.code === 'LOCKED_OUT';
      if (locked) wait(Number(error.details['retryAfterS'] ?? error.retryAfterS));
      else problem.value = wordsOf(error);
      password.value = '';
    }
    busy.value = false;
  };
  const isLocked = left.value > 0;
  return html`
    <form class="flex flex-col gap-4" onSubmit=${submit}>
      <${TextField} value=${email} label=${text.signIn.email} type="email" inputMode="email" autoComplete="username" autoFocus />
      <${TextField} value=${password} label=${text.signIn.password} type="password" autoComplete="current-password" />
      <p class="text-danger text-center min-h-6" role="alert">${isLocked ? text.signIn.wait(clockText(left.value)) : problem.value}</p>
      <${Submit} label=${text.signIn.submit} busy=${busy} disabled=${isLocked || email.value === '' || password.value === ''} />
    </form>
  `;
};

/** Where the browser goes to the organisation's own sign-in. */
const Provider = () => html`
  <a class="btn btn-primary w-full" href="/api/v1/sign-in/oidc">${text.signIn.provider}</a>
  <p class="text-caption text-secondary text-center">${text.signIn.or}</p>
`;

export const SignInPage = () => {
  if (who.value?.first === true) {
    return html`<${Outside} title=${text.signIn.notSetUp} lead=${text.signIn.notSetUpLead} />`;
  }
  return html`
    <${Outside} title=${text.signIn.title} lead=${text.signIn.lead}>
      ${who.value?.oidc === true && html`<${Provider} />`}
      <${ByPassword} />
    <//>
  `;
};

/** Back from the provider without having been let in. */
export const RefusedPage = ({ code }: { code: string }) => html`
  <${Outside} title=${text.signIn.refused} lead=${text.errors.codes[code] ?? ''}>
    <a class="btn btn-primary" href="#/">${text.signIn.again}</a>
  <//>
`;
