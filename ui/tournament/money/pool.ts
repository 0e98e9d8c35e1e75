import type { Rake } from '../../../src/poker/pool.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import type { LedgerLine, PoolView } from '../../../src/rooms/tournament/views/money.ts';
import { poolView } from '../../../src/rooms/tournament/views/money.ts';
import type { PoolPart } from '../../../src/rooms/tournament/views/pool-parts.ts';
import { poolParts } from '../../../src/rooms/tournament/views/pool-parts.ts';
import { money, number } from '../../amounts.ts';
import type { ComponentChildren } from '../../html.ts';
import { html } from '../../html.ts';
import { Card, Line } from '../../parts/bits.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { percentText } from './plan-model.ts';

type Show = (minor: number) => string;

const Step = ({ label, value }: { label: string; value: string }) => html`
  <div class="flex justify-between gap-4 text-caption">
    <span class="text-secondary min-w-0 truncate">${label}</span><span class="mono">${value}</span>
  </div>
`;

/** So many of one price: what comes off it, and what that makes. */
const Part = ({ part, show }: { part: PoolPart; show: Show }) => html`
  <div class="py-1.5 flex flex-col gap-0.5">
    <div class="flex justify-between gap-4">
      <span class="min-w-0 truncate">${part.profile}</span>
      <span class="mono">${text.money.times(number(part.count), show(part.each))} = ${show(part.amount)}</span>
    </div>
    ${
      part.each !== part.price &&
      html`
        <${Step} label=${text.money.price} value=${show(part.price)} />
        ${part.rakes.map((rake) => html`<${Step} label=${text.money.rakeOf(rake.name)} value=${show(-rake.amount)} />`)}
        ${part.bounty > 0 && html`<${Step} label=${text.money.toBounty} value=${show(-part.bounty)} />`}
        <${Step} label=${text.money.toPool} value=${show(part.each)} />
      `
    }
  </div>
`;

const rakeWords = (rake: Rake | undefined, gross: number, show: Show): string =>
  rake?.kind === 'percent'
    ? text.money.percentOf(percentText(rake.basisPoints), show(gross))
    : text.money.fixedRake;

/** What a line of the pool stands on, in words or as a sum. */
const whyOf = (
  line: LedgerLine,
  {
    state,
    view,
    parts,
    show,
  }: { state: State; view: PoolView; parts: readonly PoolPart[]; show: Show },
): ComponentChildren => {
  const { pool } = state.config;
  const own = parts.filter(({ kind }) => kind === line.what);
  if (own.length > 0) return own.map((part) => html`<${Part} part=${part} show=${show} />`);
  const gross = parts.reduce((sum, part) => sum + part.amount, 0);
  const named = (all: readonly Rake[]) => all.find(({ name }) => name === line.name);
  if (line.what === 'rake') return rakeWords(named(pool.rakes), gross, show);
  if (line.what === 'withheld') return rakeWords(named(pool.withheld), gross, show);
  if (line.what === 'houseContribution') return text.money.howHouse;
  if (line.what === 'overlay')
    return text.money.howOverlay(show(pool.guarantee), show(view.pool - view.overlay));
  return text.money.howNone;
};

const OneLine = ({
  label,
  amount,
  children,
}: {
  label: string;
  amount: string;
  children?: ComponentChildren;
}) => html`
  <details class="group">
    <summary class="flex items-center gap-3 px-4 min-h-12 cursor-pointer list-none">
      <span class="text-secondary transition-transform group-open:rotate-90"><${Icon} name="next" size=${16} /></span>
      <span class="grow min-w-0 truncate">${label}</span>
      <span class="mono">${amount}</span>
    </summary>
    <div class="pl-11 pr-4 pb-3 text-caption text-secondary">${children}</div>
  </details>
`;

/** The pool made up step by step; every line opens its arithmetic. */
export const Pool = ({ night: { state } }: { night: Night }) => {
  const view = poolView(state);
  const parts = poolParts(state);
  const show: Show = (minor) => money(minor, view.currency);
  const lines = view.lines.filter((line) => line.amount !== 0 || line.what === 'entries');
  const beside: readonly (readonly [string, number])[] = [
    ...view.rakes.map(({ name, amount }) => [text.money.rakeOf(name), amount] as const),
    [text.money.bounties, view.bounties],
    [text.money.bountiesUnclaimed, view.bountiesUnclaimed],
    [text.money.refunds, view.refundsHeld],
    [text.money.owed, view.owed],
    [text.money.paidOut, view.prizesPaid],
    ...view.cash.map(
      ({ method, amount }) => [text.money.inHand(text.methods[method] ?? method), amount] as const,
    ),
  ];
  return html`
    <${Card} title=${text.money.pool} aside=${html`<span class="text-caption text-secondary hidden sm:inline">${text.money.howHint}</span>`}>
      <div class="rows">
        ${lines.map(
          (line) => html`<${OneLine}
            label=${[text.money.line[line.what] ?? line.what, line.name].filter(Boolean).join(' · ')}
            amount=${show(line.amount)}
          >
            ${whyOf(line, { state, view, parts, show })}
          <//>`,
        )}
      </div>
      <div class="border-t border-surface2 py-1">
        <${Line} strong label=${text.money.total} value=${show(view.pool)} tone="text-prize" />
      </div>
      <div class="border-t border-surface1 py-1">
        ${beside.filter(([, sum]) => sum !== 0).map(([label, sum]) => html`<${Line} label=${label} value=${show(sum)} />`)}
      </div>
    <//>
  `;
};
