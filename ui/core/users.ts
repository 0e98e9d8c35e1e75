import type { AccountLine, Grant } from '../../src/core/app.ts';
import { get } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { core as text } from '../texts/en/core.ts';
import { PageHead } from './frame.ts';
import { Pending, useFill } from './pending.ts';
import { hrefOf } from './routes.ts';
import { user, venueOf } from './store.ts';
import { NewUserSheet, UserSheet } from './user-sheet.ts';
import { momentText } from './words.ts';

/** `Venue owner · Harbour Card Room`. */
export const grantText = (
  { role, venueId, organisationId }: Grant,
  organisations: ReadonlyMap<string, string>,
): string => {
  const where =
    venueId === null
      ? organisationId && organisations.get(organisationId)
      : (venueOf(venueId)?.name ?? '');
  return [text.roles[role], where].filter(Boolean).join(' · ');
};

type Organisation = { readonly id: string; readonly name: string };

/** Everybody, and what the organisations are called that their roles name. */
export const useUsers = () => {
  const users = useSignal<readonly AccountLine[] | undefined>(undefined);
  const organisations = useSignal<ReadonlyMap<string, string>>(new Map());
  const take = async () => {
    const [all, places] = await Promise.all([
      get<{ items: readonly AccountLine[] }>('/users'),
      get<{ items: readonly Organisation[] }>('/organisations'),
    ]);
    organisations.value = new Map(places.items.map(({ id, name }) => [id, name]));
    users.value = all.items;
  };
  const { problem, load } = useFill(take, () => users.value !== undefined);
  useEffect(() => void load(), []);
  return { users: users.value, organisations: organisations.value, problem, load };
};

const seenText = ({ seenAt, disabledAt, isLinked }: AccountLine): string =>
  [
    seenAt === null ? text.users.never : text.users.seen(momentText(seenAt)),
    ...(isLinked ? [text.users.linked] : []),
    ...(disabledAt === null ? [] : [text.users.disabled]),
  ].join(' · ');

const Row = ({
  account,
  organisations,
  onOpen,
}: {
  account: AccountLine;
  organisations: ReadonlyMap<string, string>;
  onOpen: () => void;
}) => {
  const isSelf = account.id === user.value?.id;
  return html`
    <li>
      <button type="button" class="flex items-center gap-4 px-4 py-3 min-h-16 w-full flex-wrap" onClick=${onOpen}>
        <span class="grow min-w-0 basis-56">
          <span class="block font-semibold leading-tight break-words" dir="auto">${account.name}${isSelf && html`<span class="text-secondary font-normal"> · ${text.users.you}</span>`}</span>
          <span class="block text-caption text-secondary break-all">${account.email}</span>
          <span class="block text-caption text-secondary truncate">${seenText(account)}</span>
        </span>
        <span class="flex gap-2 flex-wrap min-w-0">
          ${account.grants.map((grant) => html`<${Pill} key=${grant.id} tone=${grant.role === 'platformAdmin' ? 'primary' : 'plain'}><span class="truncate max-w-64" dir="auto">${grantText(grant, organisations)}</span><//>`)}
          ${account.grants.length === 0 && html`<${Pill} tone="warning">${text.users.noRoles}<//>`}
        </span>
      </button>
    </li>
  `;
};

/** Who may come in, and what they may. */
export const UsersPage = () => {
  const { users, organisations, problem, load } = useUsers();
  const [open, isNew] = [useSignal<string | null>(null), useSignal(false)];
  const opened = users?.find(({ id }) => id === open.value);
  const show = (id: string | null) => {
    open.value = id;
  };
  const add = (is: boolean) => () => {
    isNew.value = is;
  };
  return html`
    <${PageHead}
      title=${text.users.title}
      aside=${html`<button type="button" class="btn btn-primary" onClick=${add(true)}><${Icon} name="plus" />${text.users.add}</button>`}
    />
    ${
      users === undefined
        ? html`<${Pending} problem=${problem} onAgain=${load} />`
        : html`<ul class="card rows overflow-hidden">
            ${users.map((account) => html`<${Row} key=${account.id} account=${account} organisations=${organisations} onOpen=${() => show(account.id)} />`)}
          </ul>`
    }
    <a class="btn btn-outline w-full mt-4 lg:hidden" href=${hrefOf({ page: 'organisations' })}>${text.organisations.title}</a>
    ${opened !== undefined && html`<${UserSheet} account=${opened} words=${(grant: Grant) => grantText(grant, organisations)} onChanged=${load} onClose=${() => show(null)} />`}
    ${isNew.value && html`<${NewUserSheet} onChanged=${load} onClose=${add(false)} />`}
  `;
};
