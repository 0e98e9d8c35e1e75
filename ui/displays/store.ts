import { del, get, post, put } from '../api.ts';
import { signal, useEffect } from '../html.ts';
import { laterText } from '../later-text.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { listsChanged } from '../tournament/night.ts';
import type { Listed } from '../tournaments/model.ts';
import type { Display, Step } from './model.ts';
import { former, nameOf } from './model.ts';

/** The venue's screens; null until they were first told. */
export const displays = signal<readonly Display[] | null>(null);
export const tournaments = signal<readonly Listed[]>([]);

/** Statuses and sounds change without an event. */
const LOOK_MS = 5_000;

export const loadDisplays = (): Promise<unknown> =>
  attempt(async () => {
    displays.value = (await get<{ items: readonly Display[] }>('/displays')).items;
  });

/** Keeps both lists as they are, while a page with screens is open. */
export const useDisplays = (): void => {
  const { displays: changed, tournaments: listed } = listsChanged.value;
  useEffect(() => {
    void loadDisplays();
    const timer = setInterval(loadDisplays, LOOK_MS);
    return () => clearInterval(timer);
  }, [changed]);
  useEffect(() => {
    void attempt(async () => {
      const { items } = await get<{ items: readonly Listed[] }>('/tournaments?limit=50');
      tournaments.value = items;
    });
  }, [listed]);
};

export type Change = Partial<
  Pick<
    Display,
    'name' | 'group' | 'tournamentId' | 'view' | 'theme' | 'language' | 'locked' | 'sound'
  >
>;

const undoable = (title: string, run: () => Promise<unknown>): void =>
  toast({
    ...{ tone: 'plain', title },
    action: { label: text.undo, run: () => void attempt(run).then(loadDisplays) },
  });

/** Changes a screen, and offers the way back. */
export const change = async (display: Display, body: Change): Promise<void> => {
  const made = await attempt(() => put(`/displays/${display.id}`, body));
  if (made === undefined) return;
  await loadDisplays();
  const before: Change = { ...former(display, body) };
  // A screen that shows nothing has no view to go back to.
  const { view, ...rest } = before;
  const back = view === undefined || String(view) === 'unassigned' ? rest : before;
  undoable(laterText.displays.saved(nameOf({ ...display, ...body })), () =>
    put(`/displays/${display.id}`, back),
  );
};

/** Everything of a screen that can be put back after it was removed. */
const settingsOf = ({ name, group, tournamentId, view, theme, ...more }: Display) => ({
  ...{ name, group, tournamentId, theme },
  ...{ language: more.language, locked: more.locked, sound: more.sound },
  ...(view === 'unassigned' ? {} : { view }),
});

const putBack = async (display: Display): Promise<void> => {
  await put(`/displays/${display.id}`, settingsOf(display));
  await put(`/displays/${display.id}/playlist`, {
    cycle: display.cycle,
    onBust: display.onBust,
  });
};

export const removeDisplay = async (display: Display): Promise<void> => {
  const gone = await attempt(async () => {
    await del(`/displays/${display.id}`);
    return true;
  });
  if (gone === undefined) return;
  await loadDisplays();
  undoable(laterText.displays.removed(nameOf(display)), () => putBack(display));
};

export const savePlaylist = async (
  display: Display,
  playlist: { readonly cycle: readonly Step[]; readonly onBust: Step | null },
): Promise<boolean> => {
  const path = `/displays/${display.id}/playlist`;
  const made = await attempt(() => put(path, playlist));
  if (made === undefined) return false;
  await loadDisplays();
  const before = { cycle: display.cycle, onBust: display.onBust };
  undoable(laterText.displays.playlist.saved(nameOf(display)), () => put(path, before));
  return true;
};

const told = (title: string): void => toast({ tone: 'plain', title });

export const testTone = (display: Display): Promise<unknown> =>
  attempt(async () => {
    await post(`/displays/${display.id}/tone`);
    told(laterText.displays.sound.told(nameOf(display)));
  });

export const reboot = (display: Display): Promise<unknown> =>
  attempt(async () => {
    await post(`/displays/${display.id}/reboot`);
    told(laterText.displays.rebooted(nameOf(display)));
  });

export const endOverrides = (): Promise<unknown> =>
  attempt(async () => {
    await del('/displays/override');
    await loadDisplays();
    told(laterText.displays.override.ended);
  });
