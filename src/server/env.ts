/** From most to least: who holds a role may do all that a later one may. */
export const ROLES = ['admin', 'floor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in, as the access token says. */
export type Operator = {
  readonly id: string;
  readonly role: Role;
  /** The sign-in, which stands for the device in every event. */
  readonly session: string;
};

/** What travels with a request between the middlewares and its route. */
export type Env = {
  /** The server that the request came through. */
  Bindings: {
    readonly requestIP?: (request: Request) => { readonly address: string } | null;
  };
  Variables: {
    /** Tells where the request comes from, past the proxies in front; null: through no server. */
    address: () => string | null;
    /** Who signed in; there behind `needs`, and wherever a valid token came. */
    operator: Operator;
    /** sha256 of method, path and body, hex; set where a body was read. */
    bodyHash: string;
    /** The body as it came, behind `takesFile`. */
    file: Uint8Array;
  };
};
