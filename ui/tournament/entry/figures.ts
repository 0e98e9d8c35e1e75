import { HOUR, MINUTE } from '../../../src/kernel/time.ts';
import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { money, number } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Card, Line } from '../../parts/bits.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { leafNow } from '../night.ts';
import { timeOfDay } from '../words.ts';

const lasted = (ms: number): string =>
  text.entry.lasted(Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE));

/** How long it has been in, or was: from the buy-in to the bust. */
const Playing = ({ night, entry }: { night: Night; entry: EntryView }) => {
  const { status, boughtInAt, outAt, moves } = entry;
  const now = night.state.endedAtMs ?? leafNow().wallMs;
  const end = outAt ?? (status === 'in' ? now : null);
  return html`
    <${Line} label=${text.entry.entered} value=${timeOfDay(boughtInAt)} />
    ${outAt !== null && html`<${Line} label=${text.entry.outAt} value=${timeOfDay(outAt)} />`}
    ${end !== null && html`<${Line} label=${text.entry.played} value=${lasted(Math.max(0, end - boughtInAt))} />`}
    ${moves > 0 && html`<${Line} label=${text.entry.moves} value=${number(moves)} />`}
  `;
};

/** What it cost and what it won (PLY-4); only what there is. */
export const Figures = ({ night, entry }: { night: Night; entry: EntryView }) => {
  const { currency } = night.state.config;
  const provisional = night.state.registration.open && entry.status !== 'in';
  const amount = (minor: number) => money(minor, currency);
  const bought = [
    entry.rebuys > 0 ? text.players.rebuys(entry.rebuys) : '',
    entry.addOns > 0 ? text.players.addOns(entry.addOns) : '',
  ].filter((one) => one !== '');
  const prize = provisional ? text.entry.prizeSoFar : text.players.prize;
  return html`
    <${Card} class="py-1">
      <${Line} label=${text.entry.spent} value=${amount(entry.price)} />
      <${Line} label=${text.entry.paid} value=${amount(entry.paid)} />
      ${entry.owed > 0 && html`<${Line} label=${text.money.owed} value=${amount(entry.owed)} tone="text-warning" />`}
      ${bought.length > 0 && html`<${Line} label=${bought.join(', ')} value=${`${number(entry.chipsBought)} ${text.chipsWord}`} />`}
      ${entry.chips !== null && html`<${Line} label=${text.players.chips} value=${number(entry.chips)} />`}
      ${entry.bounty > 0 && html`<${Line} label=${text.entry.onHead} value=${amount(entry.bounty)} tone="text-bounty" />`}
      ${(entry.bountiesWon > 0 || entry.hits > 0) && html`<${Line} label=${`${text.entry.bounties} · ${text.players.hits(entry.hits)}`} value=${amount(entry.bountiesWon)} tone="text-bounty" />`}
      ${entry.points !== 0 && html`<${Line} label=${text.entry.points} value=${number(entry.points)} />`}
      ${entry.prize > 0 && html`<${Line} label=${prize} value=${amount(entry.prize)} tone="text-prize" />`}
      ${entry.otherPrize && html`<${Line} label=${prize} value=${entry.otherPrize} tone="text-prize" />`}
      ${entry.prizePaid > 0 && html`<${Line} label=${text.entry.paidPrize} value=${amount(entry.prizePaid)} />`}
      ${entry.due > 0 && html`<${Line} label=${text.entry.due} value=${amount(entry.due)} tone="text-warning" />`}
      <${Line} label=${text.entry.net} value=${amount(entry.net)} strong />
      <${Playing} night=${night} entry=${entry} />
    <//>
  `;
};
