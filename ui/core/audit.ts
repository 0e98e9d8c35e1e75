import type { AuditLine } from '../../src/core/app.ts';
import type { Page } from '../api.ts';
import { get } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import { Select } from '../parts/form.ts';
import { core as text } from '../texts/en/core.ts';
import { PageHead } from './frame.ts';
import { Pending, useFill } from './pending.ts';
import { venues } from './store.ts';
import { attempt, momentText } from './words.ts';

const useAudit = () => {
  const venueId = useSignal('');
  const items = useSignal<readonly AuditLine[] | undefined>(undefined);
  const cursor = useSignal<string | null>(null);
  const take = async (isMore: boolean) => {
    const venue = venueId.value === '' ? '' : `&venueId=${venueId.value}`;
    const after = isMore && cursor.value !== null ? `&cursor=${cursor.value}` : '';
    const page = await get<Page<AuditLine>>(`/audit?limit=100${venue}${after}`);
    items.value = isMore ? [...(items.value ?? []), ...page.items] : page.items;
    cursor.value = page.nextCursor;
  };
  const fill = useFill(
    () => take(false),
    () => items.value !== undefined,
  );
  const more = () => attempt(() => take(true));
  useEffect(() => void fill.load(), [venueId.value]);
  return { venueId, items: items.value, ...fill, canMore: cursor.value !== null, more };
};

/** The part of a path that says what it is about; one thing of several by its own word. */
const aboutOf = (path: string): string => {
  const parts = path
    .replace(/^\/api\/v1\/venues\/[^/]+/u, '')
    .split('/')
    .filter(Boolean);
  const [first = '', id, last] = parts;
  if (last !== undefined) return last;
  return id === undefined ? first : first.replace(/s$/u, '');
};

const ROLES = new Map<string, string>(Object.entries(text.roles));

/** What was noted, a role in it as people call it. */
const detailsOf = ({ details }: AuditLine): string =>
  (details ?? '').replace(/\w+$/u, (last) => ROLES.get(last) ?? last);

/** In words where there are any, else as it was noted. */
const whatText = (line: AuditLine): string => {
  const { why } = line;
  const about = why === null ? '' : (text.audit.what[aboutOf(why)] ?? why);
  return [about, detailsOf(line)].filter(Boolean).join(' · ');
};

const Line = ({ line }: { line: AuditLine }) => {
  const isRefused = line.action === 'venue.refused';
  const what = whatText(line);
  return html`
    <li class="flex flex-col lg:flex-row lg:items-baseline gap-x-4 px-4 py-2.5">
      <time class="mono text-caption text-secondary flex-none lg:w-32" datetime=${line.at}>${momentText(line.at)}</time>
      <span class="grow min-w-0 break-words">
        <strong class="font-semibold" dir="auto">${line.user?.name ?? text.audit.machine}</strong>
        ${' '}<span class=${isRefused ? 'text-danger font-medium' : 'text-secondary'}>${text.audit.actions[line.action] ?? line.action}</span>
        ${line.venue !== null && html`${' '}<span dir="auto">${line.venue.name}</span>`}
      </span>
      ${what !== '' && html`<span class="text-caption text-secondary break-words lg:max-w-100 lg:text-right" title=${line.why ?? ''}>${what}</span>`}
    </li>
  `;
};

/** Who looked where and changed what. */
export const AuditPage = () => {
  const { venueId, items, problem, load, canMore, more } = useAudit();
  const choices = [
    { value: '', label: text.audit.all },
    ...(venues.value ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return html`
    <${PageHead} title=${text.audit.title} lead=${text.audit.lead} />
    <${Select} class="pb-4 max-w-120" value=${venueId} label=${text.venues.title} choices=${choices} />
    ${items === undefined && html`<${Pending} problem=${problem} onAgain=${load} />`}
    ${items?.length === 0 && html`<${Empty} icon="list" title=${text.audit.none} />`}
    ${items !== undefined && items.length > 0 && html`<ul class="card rows overflow-hidden">${items.map((line) => html`<${Line} key=${line.id} line=${line} />`)}</ul>`}
    ${canMore && html`<button type="button" class="btn btn-outline w-full mt-4" onClick=${more}>${text.audit.more}</button>`}
  `;
};
