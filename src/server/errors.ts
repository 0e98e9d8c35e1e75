import type { Json } from '../kernel/parse.ts';

/** HTTP status of every code that any door answers with; a refusal that is not named here is a 409. */
const STATUS = {
  MALFORMED: 400,
  NOT_JSON: 400,
  UNAUTHENTICATED: 401,
  PIN_WRONG: 401,
  FORBIDDEN: 403,
  CROSS_ORIGIN: 403,
  HOST_UNKNOWN: 403,
  NOT_FOUND: 404,
  NO_SUCH_ENTRY: 404,
  NO_SUCH_TABLE: 404,
  NO_SUCH_PLAYER: 404,
  NO_SUCH_OPERATOR: 404,
  NO_SUCH_CODE: 404,
  CODE_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  CODE_EXPIRED: 410,
  TOO_LARGE: 413,
  UNSUPPORTED_TYPE: 415,
  INVALID: 422,
  CORE_ADDRESS: 422,
  CORE_INSECURE: 422,
  ADDRESS_INSIDE: 422,
  STRUCTURE_INVALID: 422,
  NAME_NEEDED: 422,
  IDEMPOTENCY_MISMATCH: 422,
  VERSION_MISMATCH: 412,
  TOO_MANY: 429,
  LOCKED_OUT: 429,
  INTERNAL: 500,
  STORE_UNWELL: 503,
} as const;

/** Codes of the core alone: no page of a leaf has to have words for them. */
const AT_THE_CORE = {
  PASSWORD_WRONG: 401,
  OIDC_REFUSED: 401,
  NO_ACCOUNT: 403,
  RANGE: 416,
} as const;

const KNOWN = { ...STATUS, ...AT_THE_CORE } as const;

type Status = (typeof KNOWN)[keyof typeof KNOWN] | 409;

const isKnown = (code: string): code is keyof typeof KNOWN => Object.hasOwn(KNOWN, code);

export const statusOf = (code: string): Status => (isKnown(code) ? KNOWN[code] : 409);

/** An answer that is no success: a closed code, words for a person, details for a screen. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly details: Json | undefined;
  readonly retryAfterS: number | undefined;
  constructor(code: string, message: string, details?: Json, retryAfterS?: number) {
    super(message);
    this.code = code;
    this.details = details;
    this.retryAfterS = retryAfterS;
  }
}

/** The one shape of every error on the wire. */
export const errorBody = (error: ApiError) => ({
  error: {
    code: error.code,
    message: error.message,
    ...(error.details === undefined ? {} : { details: error.details }),
  },
});
