import './shared/old.ts';
import './display.css';
import './clock/clock.css';
import './shared/boards.css';
import { AnnounceOverlay } from './announce/overlay.ts';
import { ClockPage } from './clock/page.ts';
import { FinalTablePage } from './final-table/page.ts';
import { createFlash } from './flash.ts';
import type { VNode } from './html.ts';
import { computed, effect, html, render, signal } from './html.ts';
import { LobbyPage, lobbyPages } from './lobby/page.ts';
import { MovementPage } from './movement/page.ts';
import { PrizesPage } from './prizes/page.ts';
import { RankingsPage } from './rankings/page.ts';
import { SchedulePage } from './schedule/page.ts';
import { SeatingPage } from './seating/page.ts';
import { createFade } from './shared/fade.ts';
import type { Props } from './shared/frame.ts';
import { followSize, geometry } from './shared/geometry.ts';
import { houseOf } from './shared/house.ts';
import { nodeIdOf } from './shared/node.ts';
import { wear } from './shared/palette.ts';
import { leftMs, openScreen } from './shared/screen.ts';
import { createSpeaker } from './shared/sound.ts';
import { createStage } from './stage.ts';
import { text } from './text.ts';
import { UnassignedPage, WaitingPage } from './unassigned/page.ts';

/** Often enough that a second never changes late; what shows the same is not painted again. */
const BEAT_MS = 100;

const nodeId = nodeIdOf(location.pathname);
const beat = signal(performance.now());
const heard = signal<ReturnType<typeof speaker.heard>>('off');
const flash = createFlash();
let language: string | null = null;

const speaker = createSpeaker(() => {
  heard.value = speaker.heard();
  screen.tell();
});

const screen = openScreen(nodeId, beat, {
  heard: () => heard.peek(),
  onAssign: (assigned) => {
    const { accent, background, sound } = assigned.config;
    // Another language is another bundle.
    if (language !== null && language !== assigned.config.language) location.reload();
    language = assigned.config.language;
    wear(assigned.theme, { accent, background });
    stage.assign(assigned);
    if (sound !== (speaker.heard() !== 'off')) speaker.allow(sound);
  },
  onSignal: (what) => {
    stage.hear(what, performance.now());
    flash.hear(what);
    if (what !== 'bust') speaker.play(what);
  },
  onAnnounce: ({ sound }) => {
    if (sound) speaker.play('announce');
  },
  onTone: () => speaker.play('tone'),
});
const stage = createStage(screen.shown);

wear('dark', { accent: null, background: null });
followSize();
setInterval(() => {
  const now = performance.now();
  screen.tidy(now);
  if (Math.floor(now / 1_000) !== Math.floor(beat.peek() / 1_000)) stage.to(now);
  beat.value = now;
}, BEAT_MS);

/** Changes when a figure on the screen does: once a second for the clock, once for the times of day. */
const frame = computed(() => {
  const shown = screen.shown.value;
  const left = shown === null ? 0 : Math.ceil(leftMs(shown, beat.value) / 1_000);
  return `${left} ${Math.floor(beat.value / 1_000)}`;
});

/** The view that is asked for; until its board is there, the clock. */
const boardFor = (view: string, props: Props) => {
  const boarded = Object.values(screen.boards.value).find(({ board }) => board.kind === view);
  const board = boarded?.board;
  switch (board?.kind) {
    case 'rankings':
      return html`<${RankingsPage} props=${props} board=${board} />`;
    case 'seating':
      return html`<${SeatingPage} props=${props} board=${board} />`;
    case 'schedule':
      return html`<${SchedulePage} props=${props} board=${board} boarded=${boarded} />`;
    case 'prizePool':
      return html`<${PrizesPage} props=${props} board=${board} />`;
    case 'finalTable':
      return html`<${FinalTablePage} props=${props} board=${board} />`;
    case 'movement':
      return html`<${MovementPage} props=${props} board=${board} />`;
    default:
      return html`<${ClockPage} ...${props} />`;
  }
};

/** What to show, under a name that changes when something else is; null where the leaf has yet to say. */
const nextOn = (): readonly [id: string, of: VNode] | null => {
  const assigned = screen.assigned.value;
  const shown = screen.shown.value;
  const view = stage.view.value;
  const lines = screen.lobby.value;
  const house = houseOf(assigned, location.origin);
  const [perfMs, lost, ageMs] = [beat.peek(), screen.lost.value, screen.ageMs.value];
  if (view === 'lobby' && lines !== null) {
    const page = stage.pageOf(lobbyPages(lines.length));
    return [view, html`<${LobbyPage} ...${{ lines, page, perfMs, house, lost, ageMs }} />`];
  }
  if (view !== 'unassigned' && view !== 'lobby' && shown !== null)
    return [
      `${view} ${shown.tournamentId}`,
      boardFor(view, { shown, perfMs, house, lost, ageMs, pageOf: stage.pageOf }),
    ];
  if (assigned?.view !== 'unassigned') return null;
  const { code, config } = assigned;
  const of = { nodeId, name: config.name, code, house, lost };
  return ['unassigned', html`<${UnassignedPage} ...${of} />`];
};

const KEEP_MS = 2_000;
let last: { readonly on: readonly [id: string, of: VNode]; readonly at: number } | null = null;

/** What was on stays until the new one is told, as long as nobody would take it for the new one. */
const onNow = (): readonly [id: string, of: VNode] => {
  const [on, at] = [nextOn(), beat.peek()];
  if (on !== null) last = { on, at };
  else if (last === null || at - last.at > KEEP_MS) {
    const house = houseOf(screen.assigned.value, location.origin);
    return ['waiting', html`<${WaitingPage} house=${house} lost=${screen.lost.value} />`];
  }
  return last.on;
};

const Layers = createFade();

const Standing = () => {
  frame.value;
  geometry.value;
  const [id, of] = onNow();
  return html`<${Layers} id=${id} of=${of} />`;
};

const Over = () => {
  const announcements = screen.announcements.value;
  const latest = announcements[announcements.length - 1];
  return html`
    ${latest !== undefined && html`<${AnnounceOverlay} key=${latest.id} announcement=${latest} />`}
    ${
      flash.color.value !== null &&
      html`<div class="flash" style=${{ backgroundColor: flash.color.value }} aria-hidden="true"></div>`
    }
    ${heard.value === 'locked' && html`<p class="sound-locked">${text.soundLocked}</p>`}
  `;
};

// One effect draws all of it: whatever signal a component reads, it is drawn anew on its change.
effect(() => {
  render(html`<${Standing} /><${Over} />`, document.body);
});
