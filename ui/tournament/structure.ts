import type { Level } from '../../src/poker/blinds.ts';
import { clockAt } from '../../src/poker/clock.ts';
import { html, useSignal } from '../html.ts';
import { Field, Submit, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { CellInput } from '../structure/cell.ts';
import { draftOf, levelsOf } from '../structure/draft.ts';
import { errorsOf, StructureEditor } from '../structure/editor.ts';
import { CELLS } from '../structure/levels.ts';
import { RowDetails } from '../structure/row-details.ts';
import { text } from '../text.ts';
import { command } from './actions.ts';
import type { Night } from './night.ts';
import { leafNow, mayAct } from './night.ts';

const LABELS = {
  smallBlind: text.structure.sb,
  bigBlind: text.structure.bb,
  ante: text.structure.ante,
  minutes: text.structure.minutes,
} as const;

/** The level being played, put right with a reason (BLD-5); the clock keeps what was played. */
const CorrectSheet = ({ night: { state }, onClose }: { night: Night; onClose: () => void }) => {
  const { level: index } = state.clock.anchor;
  const draft = useSignal<Level | undefined>(state.levels[index]);
  const reason = useSignal('');
  const busy = useSignal(false);
  const level = draft.value;
  if (level === undefined) return null;
  const set = (next: Level) => {
    draft.value = next;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const answer = await command(
      '/level',
      { level: draft.value, reason: reason.value.trim() },
      { method: 'PUT' },
    );
    busy.value = false;
    if (answer !== undefined) onClose();
  };
  return html`
    <${Sheet} title=${text.structure.correctTitle} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit} data-grid>
        <p class="text-secondary">${text.structure.correctLead}</p>
        <div class="grid grid-cols-2 gap-3">
          ${CELLS.filter((cell) => level.kind === 'round' || cell === 'minutes').map(
            (cell) => html`
              <${Field} label=${LABELS[cell]} key=${cell}>
                <${CellInput} level=${level} cell=${cell} row=${0} label=${LABELS[cell]} onChange=${set} onPaste=${() => undefined} />
              <//>
            `,
          )}
        </div>
        <${RowDetails} level=${level} chips=${state.config.chips} onChange=${set} />
        <${TextField} value=${reason} label=${text.structure.reason} hint=${text.structure.reasonHint} maxLength=${200} />
        <${Submit} label=${text.structure.correct} busy=${busy} disabled=${reason.value.trim() === ''} />
      </form>
    <//>
  `;
};

/** When the first level that may change begins: as scheduled, or when the current one is over. */
const startOf = ({ state }: Night): number | null => {
  if (state.status === 'setup') return state.config.startsAt;
  const now = leafNow();
  return now.wallMs + clockAt(state.clock.anchor, now).remainingMs;
};

/** All levels; those still to come are edited, what was played stands above them (BLD-5). */
export const Structure = ({ night }: { night: Night }) => {
  const { state } = night;
  const isRunning = state.status === 'running';
  const first = state.status === 'setup' ? 0 : state.clock.anchor.level + 1;
  // A draft belongs to the levels that it began with: another change of them begins it anew.
  const draft = useSignal({ of: state.levels, draft: draftOf(state.levels) });
  const correcting = useSignal(false);
  if (draft.value.of !== state.levels) {
    const same = JSON.stringify(draft.value.of) === JSON.stringify(state.levels);
    const kept = same ? draft.value.draft : draftOf(state.levels);
    draft.value = { of: state.levels, draft: kept };
  }
  const own = draft.value.draft;
  const levels = levelsOf(own);
  const open = mayAct.value && state.status !== 'ended';
  const errors = errorsOf(levels, state.config.chips);
  const isChanged = levels !== own.history.value.past[0] && own.history.value.past.length > 0;
  const save = () =>
    command('/structure', { fromLevel: first, levels: levels.slice(first) }, { method: 'PUT' });
  const discard = () => {
    draft.value = { of: state.levels, draft: draftOf(state.levels) };
  };
  return html`
    <div class="flex flex-col gap-4 max-w-260">
      ${isRunning && html`<p class="text-secondary">${text.structure.lead}</p>`}
      <${StructureEditor}
        draft=${own}
        chips=${state.config.chips}
        first=${open ? first : levels.length}
        current=${isRunning ? state.clock.anchor.level : null}
        startMs=${startOf(night)}
        wizard=${{
          players: Math.max(2, state.totals.entries || 40),
          startingStack: state.config.buyIns[0]?.chips ?? 10_000,
          chips: state.config.chips.map(({ value }) => value),
        }}
        onCorrect=${
          open && isRunning
            ? () => {
                correcting.value = true;
              }
            : undefined
        }
      />
      ${
        open &&
        isChanged &&
        html`<div class="sticky bottom-20 xl:bottom-4 z-5 card bg-surface0 shadow-xl p-3 flex flex-wrap items-center gap-3 mr-20">
          <span class="grow basis-full sm:basis-auto font-medium">${errors > 0 ? html`<span class="text-danger">${text.structure.problems(errors)}</span>` : text.structure.unsaved}</span>
          <button type="button" class="btn btn-outline grow sm:grow-0" onClick=${discard}>${text.structure.discardChanges}</button>
          <button type="button" class="btn btn-primary grow sm:grow-0" disabled=${errors > 0} onClick=${save}>${text.structure.save}</button>
        </div>`
      }
      ${
        correcting.value &&
        html`<${CorrectSheet} night=${night} onClose=${() => {
          correcting.value = false;
        }} />`
      }
    </div>
  `;
};
