import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** Who can sign in at the provider of the tests, by what they type there. */
export const ACCOUNTS = {
  ada: { email: 'Ada@Example.com', email_verified: true, name: 'Ada' },
  mallory: { email: 'ada@example.com', email_verified: false, name: 'Mallory' },
  nobody: { email: 'nobody@example.com', email_verified: true, name: 'Nobody' },
} as const;

export const CLIENT = { clientId: 'felt', clientSecret: 'a secret that the tests share' } as const;

const isAccount = (id: string): id is keyof typeof ACCOUNTS => Object.hasOwn(ACCOUNTS, id);

/**
 * A real OpenID provider on a free port.
 * @param callback where it may send browsers back to, asked when it starts.
 */
export const startProvider = async (callback: string) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret },
        redirect_uris: [callback],
      },
    ],
    // Nobody gets through without it, so the client has to speak it.
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['tests'] },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, ...(isAccount(sub) ? ACCOUNTS[sub] : {}) }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
