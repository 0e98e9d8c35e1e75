import { html, useRef } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { say } from './words.ts';

const factsOf = ({ state }: Night, entryIds: readonly string[]): readonly string[] =>
  entryIds.flatMap((id) => state.history[id] ?? []);

/** What another device did with these players while a sheet about them was open (PLY-6). */
const useMeanwhile = (night: Night, entryIds: readonly string[]): readonly string[] => {
  const seen = useRef(new Map<string, readonly string[]>());
  for (const id of entryIds) if (!seen.current.has(id)) seen.current.set(id, factsOf(night, [id]));
  const known = new Set([...seen.current.values()].flat());
  const fresh = factsOf(night, entryIds).filter((id) => !known.has(id));
  return [...new Set(fresh)].flatMap((id) => {
    const fact = night.state.facts[id];
    return fact === undefined ? [] : [say(night, fact).title];
  });
};

/** Tells whoever has them open what somebody else was first to do. */
export const Meanwhile = ({ night, entryIds }: { night: Night; entryIds: readonly string[] }) => {
  const titles = useMeanwhile(night, entryIds);
  return (
    titles.length > 0 &&
    html`<div class="pb-3"><${Notice} tone="warning">${titles.map((title) => html`<p>${text.errors.first(title)}</p>`)}<//></div>`
  );
};
