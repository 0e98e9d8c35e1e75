import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { Env } from './env.ts';

export type OpenApi = Awaited<ReturnType<typeof generateSpecs>>;

const error = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

const others = { responses: { default: { $ref: '#/components/responses/Error' } } };

const INFO = `Everything that Felt's own pages do. Money is in whole minor units of the currency named
with it; times are ISO 8601 in UTC. Send \`Authorization: Bearer <accessToken>\` from \`POST /auth/login\`.
Any POST may carry an \`Idempotency-Key\`: sent again with the same body, it gets the same answer and
does nothing twice. Lists are \`{ items, nextCursor }\`.`;

/** The OpenAPI 3.1 document of an app, from the very schemas that its routes check with. */
export const documentOf = (app: Hono<Env>, version: string): Promise<OpenApi> =>
  generateSpecs(app, {
    excludeStaticFile: false,
    defaultValidationErrorResponse: error('Malformed'),
    defaultOptions: { GET: others, POST: others, PUT: others, DELETE: others },
    documentation: {
      info: { title: 'Felt', version, description: INFO },
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
        schemas: {
          Error: {
            type: 'object',
            required: ['error'],
            properties: {
              error: {
                type: 'object',
                required: ['code', 'message'],
                properties: {
                  code: { type: 'string', description: 'Closed: what programs decide by' },
                  message: { type: 'string', description: 'For a person' },
                  details: {
                    description:
                      'For a screen, by code; of INVALID `issues`: each `{ path, message, code, limit? }`',
                  },
                },
              },
            },
          },
        },
        responses: {
          Error: error('Refused: 409 in this state, 422 for wrong content, 413, 415, 429'),
          Unauthenticated: error('Not signed in'),
          Forbidden: error('The role does not reach'),
        },
      },
    },
  });
