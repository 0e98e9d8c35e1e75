import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { idOf, streamOf } from '../../kernel/envelope.ts';
import { id, text } from '../../kernel/parse.ts';
import type { Env, Shell } from '../../server/shell.ts';
import {
  ApiError,
  asks,
  cursorOf,
  cursorValues,
  describes,
  ifVersionOf,
  needs,
  outcome,
  pageOf,
  param,
  performAll,
  takes,
} from '../../server/shell.ts';
import type { PlayerReader, Profile } from './commands.ts';
import { addBody, changeBody, isNamed, mergeBody, unmergeBody } from './commands.ts';
import type { PlayerEvent } from './events.ts';
import { importRoutes } from './import/routes.ts';
import type { StoredProfile } from './projections/profiles.ts';
import { addedRows, changedFields, changedRows, NOBODY } from './projections/profiles.ts';
import { eraseOf, mergeOf, type Plan, unmergeOf } from './merge/routes.ts';
import { mergedIdsOf, profileOf, survivorOf } from './room.ts';
import { findPlayers, knownPlayer } from './find/routes.ts';
import { nickKey, playerLine, playerView, sortName } from './views.ts';
