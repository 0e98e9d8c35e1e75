import type { Level } from '../../src/poker/blinds.ts';
import { roundCount } from '../../src/poker/blinds.ts';
import { clockAt } from '../../src/poker/clock.ts';
import type { Signal } from '../html.ts';
import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { issuesOf } from '../parts/field-issues.ts';
import { Field, Submit, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { CellInput } from '../structure/cell.ts';
import type { Draft } from '../structure/draft.ts';
import { draftOf, keptOver, levelsOf, meet, rebasedDraft } from '../structure/draft.ts';
import { errorsOf, StructureEditor } from '../structure/editor.ts';
import { lengthWords } from '../structure/length.ts';
import type { LevelIssue } from '../structure/level-issues.ts';
import { levelIssues } from '../structure/level-issues.ts';
import { CELLS, totalMinutes } from '../structure/levels.ts';
import { RowDetails } from '../structure/row-details.ts';
import { text } from '../text.ts';
import { toast } from '../toasts.ts';
import { command } from './actions.ts';
import type { Night } from './night.ts';
import { leafNow, mayAct } from './night.ts';

const LABELS = {
  smallBlind: laterText.structure.sb,
  bigBlind: laterText.structure.bb,
  ante: laterText.structure.ante,
  minutes: laterText.structure.minutes,
} as const;

/** The level being played, put right with a reason (BLD-5); the clock keeps what was played. */
const CorrectSheet = ({ night: { state }, onClose }: { night: Night; onClose: () => void }) => {
  // The level that it was opened for, should the next one begin meanwhile.
  const { value: index } = useSignal(state.clock.anchor.level);
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
      { level: draft.value, index, reason: reason.value.trim() },
      { method: 'PUT' },
    );
    busy.value = false;
    if (answer !== undefined) onClose();
  };
  return html`
    <${Sheet} title=${laterText.structure.correctTitle} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit} data-grid>
        <p class="text-secondary">${laterText.structure.correctLead}</p>
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
        <${TextField} value=${reason} label=${laterText.structure.reason} hint=${laterText.structure.reasonHint} maxLength=${200} />
        <${Submit} label=${laterText.structure.correct} busy=${busy} disabled=${reason.value.trim() === ''} />
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

/** `asks`: somebody else saved other levels, and whose go on is not chosen yet. */
type Drafting = { readonly of: readonly Level[]; readonly draft: Draft; readonly asks: boolean };

const drafted = (levels: readonly Level[]): Drafting => ({
  of: levels,
  draft: draftOf(levels),
  asks: false,
});

const followed = (
  { of, draft, asks }: Drafting,
  theirs: readonly Level[],
  first: number,
): Drafting => {
  switch (meet({ draft, before: of, theirs, first })) {
    case 'keep':
      return { of: theirs, draft, asks };
    case 'drop':
      return drafted(theirs);
    case 'rebase':
      return { of: theirs, draft: rebasedDraft(draft, theirs, first), asks };
    case 'ask':
      return { of: theirs, draft, asks: true };
  }
};

/** Nobody's work is lost without a word: mine go on above theirs, or theirs as they are. */
const Choice = ({
  drafting,
  theirs,
  first,
}: {
  drafting: Signal<Drafting>;
  theirs: readonly Level[];
  first: number;
}) => {
  const before = drafting.value;
  const rounds = roundCount(theirs);
  const keep = () => {
    drafting.value = { of: theirs, draft: keptOver(before.draft, theirs, first), asks: false };
  };
  const take = () => {
    drafting.value = drafted(theirs);
    const run = () => {
      drafting.value = before;
    };
    toast({
      tone: 'plain',
      title: laterText.structure.tookTheirs,
      action: { label: text.undo, run },
    });
  };
  return html`
    <div class="sticky bottom-20 xl:bottom-4 z-5 card tone-warning bg-surface0 shadow-xl p-3 flex flex-wrap items-center gap-3" role="alert">
      <div class="grow basis-full sm:basis-0">
        <p class="font-medium text-text">${laterText.structure.savedElsewhere}</p>
        <p class="text-caption text-secondary">
          ${laterText.structure.theirs(`${laterText.structure.totals(rounds, theirs.length - rounds)} · ${lengthWords(totalMinutes(theirs))}`)}
        </p>
      </div>
      <button type="button" class="btn btn-outline grow sm:grow-0" onClick=${take}>${laterText.structure.takeTheirs}</button>
      <button type="button" class="btn btn-primary grow sm:grow-0" onClick=${keep}>${laterText.structure.keepMine}</button>
    </div>
  `;
};

type Refused = { readonly of: readonly Level[]; readonly issues: readonly LevelIssue[] };

/** All levels; those still to come are edited, what was played stands above them (BLD-5). */
export const Structure = ({ night }: { night: Night }) => {
  const { state } = night;
  const isRunning = state.status === 'running';
  const first = state.status === 'setup' ? 0 : state.clock.anchor.level + 1;
  // A draft belongs to the levels that it began with.
  const draft = useSignal(drafted(state.levels));
  const correcting = useSignal(false);
  const saving = useSignal(false);
  /** What the leaf had against the levels as they were sent: another draft is another matter. */
  const wrong = useSignal<Refused>({ of: [], issues: [] });
  if (draft.value.of !== state.levels)
    draft.value = saving.value ? drafted(state.levels) : followed(draft.value, state.levels, first);
  const own = draft.value.draft;
  const levels = levelsOf(own);
  const open = mayAct.value && state.status !== 'ended';
  const errors = errorsOf(levels, state.config.chips);
  const isChanged = levels !== own.history.value.past[0] && own.history.value.past.length > 0;
  const save = async () => {
    saving.value = true;
    const body = { fromLevel: first, levels: levels.slice(first) };
    const refused = (error: unknown) => {
      wrong.value = { of: levels, issues: levelIssues(issuesOf(error), first) };
      return wrong.value.issues.length > 0;
    };
    const answer = await command('/structure', body, { method: 'PUT', refused });
    saving.value = false;
    // As the leaf wrote them down, whether or not the event came here before the answer.
    const made = answer?.events.find((event) => event.type === 'structure.changed');
    if (made !== undefined) draft.value = drafted([...levels.slice(0, first), ...made.data.levels]);
  };
  const discard = () => {
    draft.value = drafted(state.levels);
  };
  return html`
    <div class="flex flex-col gap-4 max-w-260">
      ${isRunning && html`<p class="text-secondary">${laterText.structure.lead}</p>`}
      <${StructureEditor}
        draft=${own}
        issues=${wrong.value.of === levels ? wrong.value.issues : []}
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
      ${open && draft.value.asks && html`<${Choice} drafting=${draft} theirs=${state.levels} first=${first} />`}
      ${
        open &&
        isChanged &&
        !draft.value.asks &&
        html`<div class="sticky bottom-20 xl:bottom-4 z-5 card bg-surface0 shadow-xl p-3 flex flex-wrap items-center gap-3">
          <span class="grow basis-full sm:basis-auto font-medium">${errors > 0 ? html`<span class="text-danger">${laterText.structure.problems(errors)}</span>` : laterText.structure.unsaved}</span>
          <button type="button" class="btn btn-outline grow sm:grow-0" onClick=${discard}>${laterText.structure.discardChanges}</button>
          <button type="button" class="btn btn-primary grow sm:grow-0" disabled=${errors > 0 || saving.value} onClick=${save}>${laterText.structure.save}</button>
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
