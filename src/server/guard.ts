import type { MiddlewareHandler } from 'hono';
import { uniqueSymbol } from 'hono-openapi';
import type { Env, Role } from './env.ts';
import { ROLES } from './env.ts';
import { ApiError } from './errors.ts';

/** Whether a role includes what another one asks for. */
export const mayAs = (role: Role, asked: Role): boolean =>
  ROLES.indexOf(role) <= ROLES.indexOf(asked);

const refused = {
  401: { $ref: '#/components/responses/Unauthenticated' },
  403: { $ref: '#/components/responses/Forbidden' },
};

/**
 * Lets pass who is signed in with at least this role (viewer < floor < admin).
 * Answers 401 UNAUTHENTICATED without a valid bearer token, 403 FORBIDDEN below the role.
 */
export const needs = (role: Role): MiddlewareHandler<Env> => {
  const guard: MiddlewareHandler<Env> = (c, next) => {
    // Typed as always there for the routes behind this very check.
    const operator: Env['Variables']['operator'] | undefined = c.get('operator');
    if (operator === undefined) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
    if (!mayAs(operator.role, role)) {
      throw new ApiError('FORBIDDEN', `This needs the role ${role}.`, { needs: role });
    }
    return next();
  };
  const spec = { security: [{ accessToken: [] }], responses: refused, 'x-role': role };
  return Object.assign(guard, { [uniqueSymbol]: { spec } });
};
