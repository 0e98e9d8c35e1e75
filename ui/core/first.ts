import { post } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Submit, TextField } from '../parts/form.ts';
import { core as text } from '../texts/en/core.ts';
import { go } from './routes.ts';
import { Outside } from './sign-in.ts';
import { findOut } from './store.ts';
import { wordsOf } from './words.ts';

/** The one-time link of a new core: whoever opens it becomes its first administrator. */
export const FirstPage = ({ code }: { code: string }) => {
  const [name, email, password] = [useSignal(''), useSignal(''), useSignal('')];
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const person = { name: name.value, email: email.value, password: password.value };
      await post('/first', { code, ...person });
      go({ page: 'venues' });
      await findOut();
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  const isComplete = name.value.trim() !== '' && email.value !== '' && password.value.length >= 12;
  return html`
    <${Outside} title=${text.first.title} lead=${text.first.lead}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${text.first.name} autoComplete="name" autoFocus maxLength=${80} />
        <${TextField} value=${email} label=${text.signIn.email} type="email" inputMode="email" autoComplete="username" />
        <${TextField} value=${password} label=${text.first.password} type="password" autoComplete="new-password" />
        <p class="text-danger text-center min-h-6" role="alert">${problem.value}</p>
        <${Submit} label=${text.first.submit} busy=${busy} disabled=${!isComplete} />
      </form>
    <//>
  `;
};
