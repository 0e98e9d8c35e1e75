import { session } from '../api.ts';
import { useEffect } from '../html.ts';
import { hrefOf, route } from '../routes.ts';
import { signOut } from '../sign-in/leave.ts';

/** At the desk a letter begins a name, wherever the focus is. */
const isBusy = (target: EventTarget | null): boolean =>
  route.value.page === 'desk' ||
  document.querySelector('[role=dialog]') !== null ||
  (target instanceof HTMLElement && target.closest('input, select, textarea') !== null);

const DEEDS: Readonly<Record<string, () => void>> = {
  s: () => {
    location.hash = hrefOf({ page: 'settings', section: null });
  },
  v: () => {
    location.hash = hrefOf({ page: 'settings', section: 'displays' });
  },
  l: () => void signOut({ next: true }),
};

/** Settings, screens and the hand-over have a key on every page but the desk, for whoever is signed in. */
export const useSettingsKeys = (): void =>
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (!session.value || isBusy(event.target)) return;
      const deed = DEEDS[event.key.toLowerCase()];
      if (deed === undefined) return;
      event.preventDefault();
      deed();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
