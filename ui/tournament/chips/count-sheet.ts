import { number, parseCount } from '../../amounts.ts';
import { html, typedIn, useSignal } from '../../html.ts';
import { Empty } from '../../parts/bits.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Who } from '../model.ts';
import { liveOnes } from '../model.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import type { Count, Group, Typed } from './model.ts';
import { byTable, countOf, countsOf, stackOf } from './model.ts';

const signed = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${number(Math.abs(n))}`;

/** Letters that three figures side by side have room for on a phone. */
const ROOMY = 10;

const Figure = ({
  label,
  value,
  tone = '',
}: {
  label: string;
  value: string;
  tone?: string;
}) => html`
  <div class="min-w-0">
    <div class="label truncate">${label}</div>
    <div class=${`mono truncate leading-7 ${value.length > ROOMY ? 'text-caption' : 'text-h3'} ${tone}`}>${value}</div>
  </div>
`;

const Against = ({ count }: { count: Count }) => {
  const { isWhole, difference } = count;
  const tone = !isWhole ? '' : difference === 0 ? 'text-success' : 'text-warning';
  return html`
    <div class="grid grid-cols-3 gap-3 pb-2" aria-live="polite">
      <${Figure} label=${text.chips.sum} value=${number(count.sum)} />
      <${Figure} label=${text.chips.inPlay} value=${number(count.inPlay)} />
      <${Figure}
        label=${isWhole ? text.chips.difference : text.chips.rest}
        value=${isWhole ? signed(difference) : number(-difference)}
        tone=${tone}
      />
    </div>
  `;
};

const Row = ({
  who,
  typed,
  onType,
}: {
  who: Who;
  typed: string | undefined;
  onType: (words: string) => void;
}) => {
  const { entry, name } = who;
  const wrong = typed !== undefined && typed.trim() !== '' && parseCount(typed) === null;
  return html`
    <label class="flex items-center gap-3 px-4 py-1">
      <span class="mono w-6 text-secondary text-caption">${entry.seat?.seat ?? ''}</span>
      <bdi class="grow min-w-0 line-clamp-2 break-words leading-tight">${name}</bdi>
      <input
        class="input mono text-right w-36 flex-none"
        inputmode="numeric"
        enterkeyhint="next"
        autocomplete="off"
        aria-label=${text.chips.stack(name)}
        aria-invalid=${String(wrong)}
        placeholder=${entry.chips === null ? '' : number(entry.chips)}
        value=${typed ?? ''}
        onInput=${(event: Event) => onType(typedIn(event))}
      />
    </label>
  `;
};

const TableGroup = ({
  group,
  typed,
  onType,
}: {
  group: Group;
  typed: Typed;
  onType: (entryId: string, words: string) => void;
}) => {
  const sum = group.who.reduce((n, who) => n + (stackOf(typed, who) ?? 0), 0);
  const name = group.table?.name ?? text.chips.seatless;
  return html`
    <section class="card pb-2" aria-label=${name}>
      <div class="flex items-baseline gap-3 px-4 min-h-11 pt-2">
        <h3 class="grow font-semibold truncate"><bdi>${name}</bdi></h3>
        ${sum > 0 && html`<span class="mono text-caption text-secondary">${text.chips.table(number(sum))}</span>`}
      </div>
      ${group.who.map(
        (who) => html`<${Row}
          key=${who.entry.id}
          who=${who}
          typed=${typed[who.entry.id]}
          onType=${(words: string) => onType(who.entry.id, words)}
        />`,
      )}
    </section>
  `;
};

/** Enter goes on like Tab, since phones' number pads have no other key. */
const onEnter = (event: KeyboardEvent): void => {
  const { target, currentTarget } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
  if (!(currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const fields = [...currentTarget.querySelectorAll('input')];
  fields[fields.indexOf(target) + 1]?.focus();
};

/** Every stack at once, by table, with the difference to the chips that are in play (CHP-4). */
export const CountSheet = ({ night }: { night: Night }) => {
  const typed = useSignal<Typed>({});
  const busy = useSignal(false);
  const all = liveOnes(night.state, night.names);
  const count = countOf(night.state, all, typed.value);
  const counts = countsOf(all, typed.value);
  const save = async (event: Event) => {
    event.preventDefault();
    if (counts === null || counts.length === 0 || busy.value) return;
    busy.value = true;
    const answer = await command('/chips', { counts }, { method: 'PUT' });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  const footer = html`
    <${Against} count=${count} />
    ${counts === null && html`<p class="text-caption text-danger pb-2" role="alert">${text.errors.notCount}</p>`}
    <button type="submit" form="count" class="btn btn-primary w-full" disabled=${busy.value || counts === null || counts.length === 0}>
      ${text.chips.save(counts?.length ?? 0)}
    </button>
  `;
  return html`
    <${Sheet} title=${text.chips.title} onClose=${hide} footer=${footer}>
      <form id="count" class="flex flex-col gap-4" onSubmit=${save} onKeyDown=${onEnter}>
        <p class="text-secondary">${text.chips.lead} <strong class="text-text">${text.chips.counted(count.counted, count.of)}</strong></p>
        ${all.length === 0 && html`<${Empty} icon="coins" title=${text.chips.none} />`}
        ${byTable(all).map(
          (group) => html`<${TableGroup}
            key=${group.table?.id ?? ''}
            group=${group}
            typed=${typed.value}
            onType=${(entryId: string, words: string) => {
              typed.value = { ...typed.value, [entryId]: words };
            }}
          />`,
        )}
      </form>
    <//>
  `;
};
