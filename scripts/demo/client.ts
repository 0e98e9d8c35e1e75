type Answer = { readonly [field: string]: unknown };

/** The leaf's REST for scripts, signed in as whoever was asked for last. */
export const openClient = (url: string) => {
  let token: string | null = null;
  /** @throws Error for every answer that is no success. */
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  return {
    send,
    signIn: async ({ name, pin }: { readonly name: string; readonly pin: string }) => {
      const body = { operator: name, pin };
      token = String((await send('POST', '/auth/login', body))['accessToken']);
    },
  };
};

export type Client = ReturnType<typeof openClient>;
