import './display.css';
import { computed, html, render, signal } from '../ui/html.ts';
import { ClockPage } from './clock/page.ts';
import { nodeIdOf } from './shared/node.ts';
import { leftMs, openScreen } from './shared/screen.ts';
import { text } from './text.ts';
import { UnassignedPage } from './unassigned/page.ts';

/** Often enough that a second never changes late; what shows the same is not painted again. */
const BEAT_MS = 100;

const nodeId = nodeIdOf(location.pathname);
const beat = signal(performance.now());
const screen = openScreen(nodeId, beat);
setInterval(() => {
  beat.value = performance.now();
}, BEAT_MS);

/** Changes when a figure on the screen does: once a second for the clock, once for the times of day. */
const frame = computed(() => {
  const shown = screen.shown.value;
  const left = shown === null ? 0 : Math.ceil(leftMs(shown, beat.value) / 1_000);
  return `${left} ${Math.floor(beat.value / 1_000)}`;
});

const Display = () => {
  frame.value;
  const assigned = screen.assigned.value;
  const shown = screen.shown.value;
  const lost = screen.lost.value;
  if (shown === null || assigned?.view === 'unassigned')
    return html`<${UnassignedPage} nodeId=${nodeId} name=${assigned?.config.name ?? ''} lost=${lost} />`;
  const venue = assigned?.config.venue;
  return html`<${ClockPage}
    shown=${shown}
    perfMs=${beat.peek()}
    venue=${venue || text.app}
    lost=${lost}
    ageMs=${screen.ageMs.value}
  />`;
};

render(html`<${Display} />`, document.body);
