import { get, refresh, session } from './api.ts';
import { html, signal, useEffect } from './html.ts';
import { later, loadTheRest } from './parts/later.ts';
import { ToastStack } from './parts/toast-stack.ts';
import { followRoute, route } from './routes.ts';
import { useSettingsKeys } from './settings/keys.ts';
import { loadPublicVenue } from './settings/public.ts';
import { watchIdle } from './sign-in/idle.ts';
import { SignInPage } from './sign-in/page.ts';
import { text } from './text.ts';
import { listen } from './tournament/night.ts';
import { NightPage } from './tournament/page.ts';
import { TournamentsPage } from './tournaments/list.ts';

const ImportPage = later(async () => (await import('./players/import.ts')).ImportPage);
const RequestsPage = later(async () => (await import('./requests/page.ts')).RequestsPage);
const SettingsPage = later(async () => (await import('./settings/page.ts')).SettingsPage);
const SetupPage = later(async () => (await import('./setup/page.ts')).SetupPage);
const CreatePage = later(async () => (await import('./tournaments/create.ts')).CreatePage);
const TemplatesPage = later(async () => (await import('./tournaments/templates.ts')).TemplatesPage);

/** After the start, when what the page shows first is there and painted. */
const IDLE_MS = 3_000;
const failed = signal(false);

/** Is there a sign-in to go on with, or a leaf to set up? */
const begin = async (): Promise<void> => {
  try {
    failed.value = false;
    const { needed } = await get<{ needed: boolean }>('/setup');
    if (needed && location.pathname !== '/setup') return location.assign('/setup');
    if (needed) session.value = null;
    else await Promise.all([refresh(), loadPublicVenue()]);
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
      return html`<${CreatePage} from=${where.from} />`;
    case 'templates':
      return html`<${TemplatesPage} id=${where.id} />`;
    case 'import':
      return html`<${ImportPage} from=${where.from} />`;
    case 'requests':
      return html`<${RequestsPage} from=${where.from} />`;
    case 'settings':
      return html`<${SettingsPage} section=${where.section} />`;
    case 'desk':
      return html`<${NightPage} id=${where.id} tab="desk" />`;
    case 'night':
      return html`<${NightPage} id=${where.id} tab=${where.tab} />`;
  }
};

export const App = () => {
  useSettingsKeys();
  useEffect(() => {
    followRoute();
    watchIdle();
    void begin();
    setTimeout(loadTheRest, IDLE_MS);
  }, []);
  const signedIn = session.value !== null && session.value !== undefined;
  useEffect(() => {
    if (signedIn) listen();
  }, [signedIn]);
  return html`<${Page} /><${ToastStack} />`;
};
