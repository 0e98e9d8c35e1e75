import { html, useEffect } from '../html.ts';
import { ToastStack } from '../parts/toast-stack.ts';
import { text as general } from '../text.ts';
import { AccountPage } from './account.ts';
import { AuditPage } from './audit.ts';
import { FirstPage } from './first.ts';
import { FleetPage } from './fleet.ts';
import { Frame } from './frame.ts';
import { OrganisationsPage } from './organisations.ts';
import { ReleasesPage } from './releases.ts';
import { followRoute, route } from './routes.ts';
import { RefusedPage, SignInPage } from './sign-in.ts';
import { findOut, startBeats, user, who } from './store.ts';
import { UsersPage } from './users.ts';
import { BoardPage } from './venue/board.ts';
import { VenuePage } from './venue/page.ts';
import { PlayerPage } from './venue/player.ts';
import { VenuesPage } from './venues.ts';

const Page = () => {
  const where = route.value;
  switch (where.page) {
    case 'venue':
      return html`<${VenuePage} key=${where.id} id=${where.id} tab=${where.tab} />`;
    case 'board':
      return html`<${BoardPage} key=${where.tournamentId} id=${where.id} tournamentId=${where.tournamentId} />`;
    case 'player':
      return html`<${PlayerPage} key=${where.playerId} id=${where.id} playerId=${where.playerId} />`;
    case 'fleet':
      return html`<${FleetPage} />`;
    case 'releases':
      return html`<${ReleasesPage} />`;
    case 'users':
      return html`<${UsersPage} />`;
    case 'organisations':
      return html`<${OrganisationsPage} />`;
    case 'audit':
      return html`<${AuditPage} />`;
    case 'account':
      return html`<${AccountPage} />`;
    default:
      return html`<${VenuesPage} />`;
  }
};

const Inside = () => {
  const where = route.value;
  if (who.value === undefined) {
    return html`<p class="text-secondary text-center p-24 breathe">${general.loading}</p>`;
  }
  if (user.value !== null) return html`<${Frame}><${Page} /><//>`;
  if (where.page === 'first') return html`<${FirstPage} code=${where.code} />`;
  if (where.page === 'refused') return html`<${RefusedPage} code=${where.code} />`;
  return html`<${SignInPage} />`;
};

export const CoreApp = () => {
  useEffect(() => {
    followRoute();
    startBeats();
    void findOut();
  }, []);
  return html`<${Inside} /><${ToastStack} />`;
};
