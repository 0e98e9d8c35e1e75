import { del, post } from '../api.ts';
import { html } from '../html.ts';
import { Icon } from '../parts/icons.ts';
import { go } from '../routes.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import type { Night } from './night.ts';

/** The same again, under a new id: what was discarded had no past to lose. */
const restore = ({ state }: Night) =>
  attempt(async () => {
    const { config, levels, tables } = state;
    const { id } = await post<{ id: string }>('/tournaments', { ...config, levels });
    const open = Object.values(tables).filter((table) => table.open);
    for (const { name, seats } of open)
      await post(`/tournaments/${id}/tables`, { name, seats: seats.length });
    go({ page: 'night', id, tab: 'overview' });
  });

const discard = (night: Night) =>
  attempt(async () => {
    const { name } = night.state.config;
    await del(`/tournaments/${night.id}`);
    const action = { label: text.undo, run: () => void restore(night) };
    toast({ tone: 'plain', title: text.list.discarded(name), action });
    go({ page: 'tournaments' });
  });

/** Only while nobody entered: afterwards it stays in the book. */
export const DiscardButton = ({ night }: { night: Night }) =>
  night.state.status === 'setup' &&
  Object.keys(night.state.facts).length === 0 &&
  html`<button type="button" class="btn btn-outline text-danger" onClick=${() => discard(night)}>
    <${Icon} name="close" size=${18} />${text.list.discard}
  </button>`;
