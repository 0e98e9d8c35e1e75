import type { MiddlewareHandler } from 'hono';
import type { Table } from '../kernel/room.ts';
import type { Env, Shell } from './shell.ts';

/** Who looked at money, and when (SEC-4). Beside the log, because looking changes nothing. */
export const moneyReads: Table = {
  name: 'moneyReads',
  kind: 'private',
  key: ['id'],
  columns: { id: 'text', operator: 'text', session: 'text', path: 'text', at: 'integer' },
  indexes: [['at']],
};

const MONEY = /\/(?:prizepool|transactions)$|\/audit(?:\/export)?$/u;

/** Notes every answered look at a money report or the audit trail before the answer goes out. */
export const moneyReadsLogged = (
  shell: Pick<Shell, 'log' | 'newId' | 'now'>,
): MiddlewareHandler<Env> => {
  const noted: MiddlewareHandler<Env> = async (c, next) => {
    await next();
    const operator = c.get('operator');
    if (!c.res.ok || operator === undefined) return;
    const id = shell.newId();
    const { id: by, session } = operator;
    const row = { id, operator: by, session, path: c.req.path, at: shell.now().wallMs };
    await shell.log.write([{ table: moneyReads.name, key: { id }, row }]);
  };
  // Commands pass at once: nothing has to be done behind them.
  return (c, next) => (c.req.method === 'GET' && MONEY.test(c.req.path) ? noted(c, next) : next());
};
