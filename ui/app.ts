import { get, refresh, session } from './api.ts';
import { html, signal, useEffect } from './html.ts';
import { ToastStack } from './parts/toast-stack.ts';
import { ImportPage } from './players/import.ts';
import { followRoute, route } from './routes.ts';
import { SetupPage } from './setup/page.ts';
import { SignInPage } from './sign-in/page.ts';
import { text } from './text.ts';
import { listen } from './tournament/night.ts';
import { NightPage } from './tournament/page.ts';
import { CreatePage } from './tournaments/create.ts';
import { TournamentsPage } from './tournaments/list.ts';

const failed = signal(false);

/** Is there a sign-in to go on with, or a leaf to set up? */
const begin = async (): Promise<void> => {
  try {
    failed.value = false;
    const { needed } = await get<{ needed: boolean }>('/setup');
    if (needed && location.pathname !== '/setup') return location.assign('/setup');
    if (needed) session.value = null;
    else await refresh();
  } catch {
    failed.value = true;
    setTimeout(begin, 2_000);
  }
};

const Page = () => {
  const where = route.value;
  if (where.page === 'setup') return html`<${SetupPage} />`;
  if (session.value === undefined)
    return html`<p class="text-secondary text-center p-24 breathe">${failed.value ? text.errors.unreachable : text.loading}</p>`;
  if (session.value === null) return html`<${SignInPage} />`;
  switch (where.page) {
    case 'tournaments':
      return html`<${TournamentsPage} />`;
    case 'new':
      return html`<${CreatePage} />`;
    case 'import':
      return html`<${ImportPage} from=${where.from} />`;
    case 'night':
      return html`<${NightPage} id=${where.id} tab=${where.tab} />`;
  }
};

export const App = () => {
  useEffect(() => {
    followRoute();
    void begin();
  }, []);
  const signedIn = session.value !== null && session.value !== undefined;
  useEffect(() => {
    if (signedIn) listen();
  }, [signedIn]);
  return html`<${Page} /><${ToastStack} />`;
};
