import { actions } from './texts/en/actions.ts';
import { ago } from './texts/en/ago.ts';
import { alerts } from './texts/en/alerts.ts';
import { backups } from './texts/en/backups.ts';
import { balance } from './texts/en/balance.ts';
import { builtIn } from './texts/en/built-in.ts';
import { bust } from './texts/en/bust.ts';
import { buyIn } from './texts/en/buy-in.ts';
import { chips } from './texts/en/chips.ts';
import { clock } from './texts/en/clock.ts';
import { cloud } from './texts/en/cloud.ts';
import { counters } from './texts/en/counters.ts';
import { desk } from './texts/en/desk.ts';
import { did } from './texts/en/did.ts';
import { entry } from './texts/en/entry.ts';
import { errors } from './texts/en/errors.ts';
import { general } from './texts/en/general.ts';
import { handTimer } from './texts/en/hand-timer.ts';
import { issues } from './texts/en/issues.ts';
import { keys } from './texts/en/keys.ts';
import { link } from './texts/en/link.ts';
import { list } from './texts/en/list.ts';
import { login } from './texts/en/login.ts';
import { methods } from './texts/en/methods.ts';
import { money } from './texts/en/money.ts';
import { more } from './texts/en/more.ts';
import { operators } from './texts/en/operators.ts';
import { overview } from './texts/en/overview.ts';
import { panel } from './texts/en/panel.ts';
import { players } from './texts/en/players.ts';
import { profile } from './texts/en/profile.ts';
import { purchase } from './texts/en/purchase.ts';
import { requests } from './texts/en/requests.ts';
import { software } from './texts/en/software.ts';
import { status } from './texts/en/status.ts';
import { tables } from './texts/en/tables.ts';
import { tabs } from './texts/en/tabs.ts';
import { templates } from './texts/en/templates.ts';

/**
 * Every word that the operator's pages say, but those of later-text.ts. The files lie by language; the
 * build of a page in another language takes that language's files in place of the English ones.
 */
export const text = {
  ...general,
  ...{
    actions,
    ago,
    backups,
    balance,
    builtIn,
    bust,
    buyIn,
    clock,
    cloud,
    counters,
    desk,
    did,
    entry,
  },
  ...{
    errors,
    issues,
    keys,
    link,
    list,
    login,
    methods,
    money,
    more,
    operators,
  },
  ...{
    overview,
    players,
    profile,
    purchase,
    requests,
    software,
    alerts,
    status,
    tables,
    tabs,
  },
  ...{ chips, handTimer, panel, templates },
} as const;
