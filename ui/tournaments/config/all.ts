import { html, useEffect } from '../../html.ts';
import type { Editing } from './editing.ts';
import { BuyIns, Entries, Sold } from './entries.ts';
import { library, loadLibrary } from './library.ts';
import { Payouts, Pool } from './money.ts';
import { ChipSet, ClockGroup, General, Hits, Seating } from './room.ts';

/** Everything that a tournament can be set to, in folded groups: for new ones, running ones, templates. */
export const AllSettings = ({
  edit,
  tables,
  onTables,
  hasGeneral = true,
}: {
  edit: Editing;
  /** Tables to open with it; left out where they are opened on their own page. */
  tables?: number;
  onTables?: (tables: number) => void;
  hasGeneral?: boolean;
}) => {
  useEffect(loadLibrary, []);
  return html`
    <div class="grid grid-cols-1 gap-3">
      ${hasGeneral && html`<${General} edit=${edit} />`}
      <${BuyIns} edit=${edit} />
      <${Entries} edit=${edit} />
      <${Sold} edit=${edit} which="rebuys" />
      <${Sold} edit=${edit} which="addOns" />
      <${Pool} edit=${edit} />
      <${Payouts} edit=${edit} library=${library.value} />
      <${ChipSet} edit=${edit} library=${library.value} />
      <${Seating} edit=${edit} tables=${tables} onTables=${onTables} />
      <${ClockGroup} edit=${edit} />
      <${Hits} edit=${edit} />
    </div>
  `;
};
