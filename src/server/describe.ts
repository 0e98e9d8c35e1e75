import type { Context, MiddlewareHandler, Next } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type * as v from 'valibot';

type Schema = v.GenericSchema<unknown, unknown>;

/** What a route says of itself in the OpenAPI document. */
export type Description = {
  readonly summary: string;
  /** Its group, as on the page of the documentation. */
  readonly tags: readonly string[];
  /** By status: the shape of the answer, or words where it has no body. */
  readonly answers: { readonly [status: number]: Schema | string };
  readonly description?: string;
};

const answerOf = (answer: Schema | string) =>
  typeof answer === 'string'
    ? { description: answer }
    : {
        description: 'Done',
        content: {
          'application/json': {
            schema: resolver(answer, { typeMode: 'output', errorMode: 'ignore' }),
          },
        },
      };

/** Each request passes through without waiting for what comes behind. */
const passing = (_: Context, next: Next) => next();

/** Describes a route for OpenAPI 3.1; errors that any route may answer are added for all. */
export const describes = ({
  summary,
  tags,
  answers,
  description,
}: Description): MiddlewareHandler => {
  const described = describeRoute({
    summary,
    tags: [...tags],
    ...(description === undefined ? {} : { description }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)]),
    ),
  });
  // What the document is made from hangs on the handler under a symbol.
  return Object.assign(passing.bind(null), described);
};
