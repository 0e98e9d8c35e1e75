import { html } from '../../html.ts';
import { later } from '../../parts/later.ts';
import { CountSheet } from '../chips/count-sheet.ts';
import { LevelSheet } from '../clock/level-sheet.ts';
import { ClockPanel } from '../clock-panel.ts';
import { VoidSheet } from '../money/void-sheet.ts';
import type { Night } from '../night.ts';
import { hide, open } from '../sheets.ts';
import { BalanceSheet } from '../tables/balance-sheet.ts';
import { BreakSheet } from '../tables/break-sheet.ts';
import { MoveToSheet, SwapSheet } from '../tables/move-to-sheet.ts';
import { MovesSheet } from '../tables/moves-sheet.ts';
import { ActionsSheet, KeysSheet } from './actions.ts';
import { BustSheet } from './bust.ts';
import { BuyInSheet } from './buy-in.ts';
import { EntrySheet } from './entry.ts';
import { OneValueSheet } from './one-value.ts';
import { PayoutsSheet } from './payouts.ts';
import { PurchaseSheet } from './purchase.ts';
import { OpenTablesSheet, SeatSheet, TableSheet } from './table.ts';

/** Nobody times a hand in the first seconds. */
const HandTimerSheet = later(async () => (await import('../hand-timer/sheet.ts')).HandTimerSheet);

/** With the drawing of QR codes, which the night itself can do without. */
const PlayerLink = later(async () => (await import('../../phone-link/sheet.ts')).PlayerLink);

/** A form that a night can begin without. */
const ProfileSheet = later(async () => (await import('../../players/profile.ts')).ProfileSheet);

/** What is open over the page; each opening is a fresh one. */
export const OpenSheet = ({ night }: { night: Night }) => {
  const what = open.value;
  if (what === null) return null;
  switch (what.sheet) {
    case 'actions':
      return html`<${ActionsSheet} night=${night} />`;
    case 'clock':
      return html`<${ClockPanel} night=${night} />`;
    case 'keys':
      return html`<${KeysSheet} />`;
    case 'buyIn':
      return html`<${BuyInSheet} night=${night} />`;
    case 'openTables':
      return html`<${OpenTablesSheet} night=${night} />`;
    case 'payouts':
      return html`<${PayoutsSheet} night=${night} />`;
    case 'phoneLink':
      return html`<${PlayerLink} tournamentId=${night.id} onClose=${hide} />`;
    case 'bust':
      return html`<${BustSheet} key=${what.entryId ?? ''} night=${night} entryId=${what.entryId} />`;
    case 'rebuy':
    case 'addOn':
      return html`<${PurchaseSheet} key=${what.sheet} night=${night} kind=${what.sheet} entryId=${what.entryId} />`;
    case 'entry':
      return html`<${EntrySheet} key=${what.entryId} night=${night} entryId=${what.entryId} />`;
    case 'pay':
    case 'receive':
    case 'chips':
    case 'rank':
      return html`<${OneValueSheet} key=${what.sheet} night=${night} kind=${what.sheet} entryId=${what.entryId} />`;
    case 'profile':
      return html`<${ProfileSheet} key=${what.playerId} playerId=${what.playerId} onClose=${hide} />`;
    case 'seat':
      return html`<${SeatSheet} night=${night} tableId=${what.tableId} seat=${what.seat} />`;
    case 'table':
      return html`<${TableSheet} key=${what.tableId} night=${night} tableId=${what.tableId} />`;
    case 'break':
      return html`<${BreakSheet} key=${what.tableId} night=${night} tableId=${what.tableId} />`;
    case 'balance':
      return html`<${BalanceSheet} night=${night} />`;
    case 'moves':
      return html`<${MovesSheet} night=${night} />`;
    case 'moveTo':
      return html`<${MoveToSheet} key=${what.entryId} night=${night} entryId=${what.entryId} />`;
    case 'swap':
      return html`<${SwapSheet} night=${night} entryId=${what.entryId} withId=${what.withId} />`;
    case 'count':
      return html`<${CountSheet} night=${night} />`;
    case 'handTimer':
      return html`<${HandTimerSheet} />`;
    case 'level':
      return html`<${LevelSheet} night=${night} />`;
    case 'void':
      return html`<${VoidSheet} key=${what.eventId} night=${night} eventId=${what.eventId} />`;
  }
};
