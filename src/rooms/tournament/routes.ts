import { Hono } from 'hono';
import type { Env, Shell } from '../../server/shell.ts';
import { libraryRoutes } from './library/routes.ts';
import { clockRoutes } from './routes/clock.ts';
import { entryRoutes } from './routes/entries.ts';
import { historyRoutes } from './routes/history.ts';
import { moneyRoutes } from './routes/money.ts';
import { playerRoutes } from './routes/players.ts';
import { publicRoutes } from './routes/public.ts';
import { setupRoutes } from './routes/setup.ts';
import { tableRoutes } from './routes/tables.ts';
import { toolRoutes } from './routes/tools.ts';

/** Everything that can be asked of tournaments, by what it is about. */
export const tournamentRoutes = (shell: Shell) =>
  new Hono<Env>()
    .route('/', setupRoutes(shell))
    .route('/', clockRoutes(shell))
    .route('/', entryRoutes(shell))
    .route('/', playerRoutes(shell))
    .route('/', historyRoutes(shell))
    .route('/', tableRoutes(shell))
    .route('/', moneyRoutes(shell))
    .route('/', publicRoutes(shell))
    .route('/', libraryRoutes(shell))
    .route('/', toolRoutes());
