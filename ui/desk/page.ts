import './desk.css';
import { liveEntriesOf } from '../../src/rooms/tournament/state.ts';
import type { Receipt } from '../../src/rooms/tournament/views/receipts.ts';
import { money } from '../amounts.ts';
import { session } from '../api.ts';
import { html, signal, useEffect, useLayoutEffect, useRef, useSignal } from '../html.ts';
import { Card, Empty, TwoLines } from '../parts/bits.ts';
import { Switch } from '../parts/form.ts';
import { go } from '../routes.ts';
import { text } from '../text.ts';
import { redo, undo } from '../tournament/actions.ts';
import type { Person } from '../tournament/enter-takes.ts';
import type { Night } from '../tournament/night.ts';
import { leafNow, mayAct, night, reached } from '../tournament/night.ts';
import type { Sold } from '../tournament/sheets/buy-in.ts';
import { BuyInForm, whereIn } from '../tournament/sheets/buy-in.ts';
import { PersonSearch } from '../tournament/sheets/person-search.ts';
import { open, show } from '../tournament/sheets.ts';
import { agoText, namedUndo, say, undoNote } from '../tournament/words.ts';
import { receiptLabel, receiptsNow } from './receipts.ts';
import { printReceipt } from './slips.ts';

const KEPT = 'felt-desk-prints';
/** This desk has a slip printer beside it. */
const printsAll = signal(localStorage.getItem(KEPT) === 'yes');

const SHOWN = 12;

const moneyText = ({ cash, fact }: Receipt, currency: string): string => {
  const [first] = cash;
  if (first !== undefined)
    return `${money(first.amount, currency)} ${text.methods[first.method] ?? first.method}`;
  return 'purchase' in fact.data && fact.data.purchase.price > 0
    ? text.did.owed(money(fact.data.purchase.price, currency))
    : money(0, currency);
};

const Line = ({ now, receipt }: { now: Night; receipt: Receipt }) => {
  const { fact, isVoid } = receipt;
  const said = say(now, fact);
  const label = text.desk.receiptNo(receiptLabel(receipt));
  const word = isVoid ? text.redo : text.undo;
  const note = undoNote(fact, now.state.config.currency, isVoid ? -1 : 1);
  return html`
    <li class="flex max-sm:flex-wrap items-center gap-x-3 max-sm:justify-end pl-4 pr-1 py-1.5 min-h-15">
      <span class="mono text-secondary min-w-9 text-right flex-none" aria-label=${label}>${receiptLabel(receipt)}</span>
      <button
        type="button"
        class=${`grow min-w-0 max-sm:basis-[75%] text-left min-h-12 ${isVoid ? 'text-secondary' : ''}`}
        onClick=${() => show({ sheet: 'entry', entryId: receipt.entryId })}
      >
        <bdi class=${`block break-words leading-tight font-medium ${isVoid ? 'line-through' : ''}`}>${said.title}</bdi>
        <span class="block text-caption text-secondary break-words">
          ${isVoid ? text.desk.isVoid : said.detail || moneyText(receipt, now.state.config.currency)} · ${agoText(leafNow().wallMs - fact.at)}
        </span>
      </button>
      <button type="button" class="btn btn-ghost px-2.5" aria-label=${text.desk.printOf(label)} onClick=${() => printReceipt(now, receipt)}>
        ${text.desk.print}
      </button>
      ${
        mayAct.value &&
        html`<button
          type="button"
          class="btn btn-ghost px-2.5"
          aria-label=${namedUndo(word, note, said.title)}
          onClick=${() => void (isVoid ? redo(now.id, fact.id) : undo(now.id, fact.id))}
        >
          <${TwoLines} label=${word} note=${note} />
        </button>`
      }
    </li>
  `;
};

const LastReceipts = ({ now }: { now: Night }) => {
  const last = receiptsNow.value.slice(-SHOWN).reverse();
  return html`
    <${Card} title=${text.desk.last}>
      ${
        last.length === 0
          ? html`<${Empty} icon="list" title=${text.desk.none} lead=${text.desk.noneLead} />`
          : html`<ul class="rows pb-1">${last.map((one) => html`<${Line} key=${one.fact.id} now=${now} receipt=${one} />`)}</ul>`
      }
    <//>
  `;
};

/** Prints what a sale made, once it has come here. */
const printSold = async ({ version, events }: Sold): Promise<void> => {
  await reached(version);
  const receipt = receiptsNow.value.findLast(({ fact }) => events.some(({ id }) => id === fact.id));
  if (night.value !== null && receipt !== undefined) printReceipt(night.value, receipt);
};

const Keys = () => html`
  <dl class="hidden xl:grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 text-caption text-secondary px-1">
    ${text.desk.help.map(
      ([key, what]) => html`<dt><kbd class="key">${key}</kbd></dt><dd>${what}</dd>`,
    )}
  </dl>
`;

const Queue = ({ now }: { now: Night }) => {
  const person = useSignal<Person | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const { state } = now;
  // The search has the focus again after each sale, and after whatever sheet lay over it.
  const isFree = open.value === null;
  useLayoutEffect(() => {
    if (isFree) box.current?.querySelector<HTMLElement>('[autofocus]')?.focus();
  }, [person.value, isFree]);
  const back = () => {
    person.value = null;
  };
  const sold = (what: Sold) => {
    back();
    if (printsAll.value) void printSold(what);
  };
  const there = ({ playerId }: Person) => {
    const [entry] = liveEntriesOf(state, playerId);
    if (entry !== undefined) show({ sheet: 'entry', entryId: entry.id });
  };
  return html`
    <div ref=${box} class="card p-4 md:p-5">
      ${
        person.value === null
          ? html`<${PersonSearch}
              whereIs=${whereIn(state)}
              onThere=${there}
              hint=${text.desk.searchHint}
              onPick=${(one: Person) => {
                person.value = one;
              }}
            />`
          : html`<${BuyInForm}
              key=${person.value.playerId}
              night=${now}
              person=${person.value}
              quiet
              onBack=${back}
              onSold=${sold}
            />`
      }
    </div>
  `;
};

const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  /^\p{L}$/u.test(key) && !ctrlKey && !metaKey && !altKey;

/** A name that is typed while nothing has the focus begins in the search. */
const toSearch = ({ target }: KeyboardEvent): void => {
  if (target === document.body)
    document.querySelector<HTMLElement>('main [role=combobox]')?.focus();
};

/** Keys that mean the same while a name is being typed. */
const useDeskKeys = (now: Night): void =>
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (open.value !== null) return;
      if (isLetter(event)) return toSearch(event);
      const all = receiptsNow.value;
      const last = all.findLast(({ isVoid }) => !isVoid);
      if (event.key === 'F8' && last !== undefined) printReceipt(now, last);
      else if (event.key === 'F9' && last !== undefined) void undo(now.id, last.fact.id);
      else if (event.key === 'Escape') go({ page: 'night', id: now.id, tab: 'overview' });
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [now]);

/** Who looks on at a desk: as whom, and who can change that. */
const yourRole = (): string => {
  const role = session.value?.operator.role;
  return role === undefined ? '' : text.desk.roleYours(text.operators.roles[role]);
};

/** Search or scan, paid by, seat, receipt, next: a queue of people without leaving the keyboard (BUY-10). */
export const Desk = ({ night: now }: { night: Night }) => {
  useDeskKeys(now);
  const { status, config } = now.state;
  const closed =
    status === 'ended'
      ? text.desk.closedEnded
      : config.mode === 'counters'
        ? text.desk.countersOnly
        : null;
  return html`
    <div class="grid grid-cols-1 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-4 items-start">
      <div class="flex flex-col gap-4 min-w-0">
        <h1 class="text-h1 font-semibold">${text.desk.title}</h1>
        ${
          closed !== null || !mayAct.value
            ? html`<div class="card"><${Empty} icon="lock" title=${closed ?? text.desk.roleNeeded} lead=${closed === null ? yourRole() : ''} /></div>`
            : html`
                <${Queue} key=${now.id} now=${now} />
                <${Switch}
                  value=${printsAll}
                  label=${text.desk.byItself}
                  onChange=${() => localStorage.setItem(KEPT, printsAll.value ? 'yes' : 'no')}
                />
                <${Keys} />
              `
        }
      </div>
      <${LastReceipts} now=${now} />
    </div>
  `;
};
