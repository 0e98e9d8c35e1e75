import type { AccountLine, Grant } from '../../src/core/app.ts';
import { del, post, put } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Chips, Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { GrantFields, grantOf, useGrant } from './grant-form.ts';
import { attempt, wordsOf } from './words.ts';

const PasswordCard = ({ name, password }: { name: string; password: string }) => html`
  <section class="card p-5 flex flex-col gap-3" aria-label=${text.users.passwordTitle}>
    <h3 class="text-h3 font-semibold">${text.users.passwordTitle}</h3>
    <p class="mono text-h2 break-all select-all">${password}</p>
    <p class="text-secondary">${text.users.passwordLead(name)}</p>
  </section>
`;

export const NewUserSheet = ({
  onChanged,
  onClose,
}: {
  onChanged: () => void;
  onClose: () => void;
}) => {
  const [name, email, how] = [useSignal(''), useSignal(''), useSignal('password')];
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const password = useSignal<string | null>(null);
  const grant = useGrant();
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      const made = await post<{ password: string | null }>('/users', {
        ...{ name: name.value, email: email.value, grant: grantOf(grant) },
        password: how.value === 'password',
      });
      onChanged();
      if (made.password === null) onClose();
      password.value = made.password;
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  const ways = [
    { value: 'password', label: text.users.byPassword },
    { value: 'provider', label: text.users.byProvider },
  ];
  const isComplete = name.value.trim() !== '' && email.value !== '' && grantOf(grant) !== null;
  return html`
    <${Sheet} title=${text.users.add} onClose=${onClose}>
      ${
        password.value !== null
          ? html`<${PasswordCard} name=${name.value} password=${password.value} />`
          : html`<form class="flex flex-col gap-4" onSubmit=${submit}>
              <${TextField} value=${name} label=${text.users.name} autoFocus maxLength=${80} />
              <${TextField} value=${email} label=${text.signIn.email} type="email" inputMode="email" />
              <${GrantFields} form=${grant} />
              <${Chips} value=${how} label=${text.users.how} choices=${ways} />
              <p class="text-danger min-h-6" role="alert">${problem.value}</p>
              <${Submit} label=${text.users.make} busy=${busy} disabled=${!isComplete} />
            </form>`
      }
    <//>
  `;
};

type Shown = {
  readonly account: AccountLine;
  readonly words: (grant: Grant) => string;
  readonly onChanged: () => void;
};

const Roles = ({ account, words, onChanged }: Shown) => {
  const isAdding = useSignal(false);
  const grant = useGrant();
  const take = (id: string) =>
    attempt(async () => {
      await del(`/users/${account.id}/grants/${id}`);
      onChanged();
    });
  const give = () =>
    attempt(async () => {
      await post(`/users/${account.id}/grants`, grantOf(grant));
      isAdding.value = false;
      onChanged();
    });
  return html`
    <section>
      <h3 class="label pb-2">${text.users.roles}</h3>
      <ul class="card rows">
        ${account.grants.map(
          (one) => html`
            <li key=${one.id} class="flex items-center gap-2 pl-4 min-h-12">
              <span class="grow min-w-0 py-2.5 break-words" dir="auto">${words(one)}</span>
              <button type="button" class="btn btn-icon text-secondary" aria-label=${text.users.take(words(one))} onClick=${() => take(one.id)}><${Icon} name="close" size=${18} /></button>
            </li>
          `,
        )}
        ${account.grants.length === 0 && html`<li class="px-4 py-3 text-secondary">${text.users.noRoles}</li>`}
      </ul>
      ${
        isAdding.value
          ? html`<div class="flex flex-col gap-4 pt-4">
              <${GrantFields} form=${grant} />
              <button type="button" class="btn btn-primary" disabled=${grantOf(grant) === null} onClick=${give}>${general.add}</button>
            </div>`
          : html`<button
              type="button"
              class="btn btn-ghost mt-2"
              onClick=${() => {
                isAdding.value = true;
              }}
            >
              <${Icon} name="plus" size=${18} />${text.users.addRole}
            </button>`
      }
    </section>
  `;
};

/** One user: roles, another password, locked out or not. */
export const UserSheet = ({ onClose, ...shown }: Shown & { onClose: () => void }) => {
  const { account, onChanged } = shown;
  const password = useSignal<string | null>(null);
  const isDisabled = account.disabledAt !== null;
  const renew = () =>
    attempt(async () => {
      password.value = (await post<{ password: string }>(`/users/${account.id}/password`)).password;
      onChanged();
    });
  const lock = () =>
    attempt(async () => {
      await put(`/users/${account.id}/disabled`, { disabled: !isDisabled });
      onChanged();
    });
  return html`
    <${Sheet} title=${account.name} onClose=${onClose}>
      <div class="flex flex-col gap-5">
        <p class="text-secondary break-all">${account.email}</p>
        <${Roles} ...${shown} />
        ${password.value !== null && html`<${PasswordCard} name=${account.name} password=${password.value} />`}
        <div class="flex flex-col gap-2">
          <button type="button" class="btn btn-outline" onClick=${renew}>${text.users.newPassword}</button>
          <button type="button" class=${`btn btn-outline ${isDisabled ? '' : 'text-danger'}`} onClick=${lock}>${isDisabled ? text.users.enable : text.users.disable}</button>
        </div>
      </div>
    <//>
  `;
};
