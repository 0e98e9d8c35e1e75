type Policy = { readonly createScriptURL: (url: string) => string };
type Policies = {
  readonly createPolicy: (name: string, rules: Policy) => Policy;
};

const WORKER = '/t-worker.js';

const isPolicies = (value: unknown): value is Policies =>
  typeof value === 'object' && value !== null && 'createPolicy' in value;

/** The pages' policy wants addresses of scripts vouched for; older browsers know nothing of it. */
const trusted = (url: string): string => {
  const policies: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (!isPolicies(policies)) return url;
  const rules = { createScriptURL: (one: string) => (one === WORKER ? one : '') };
  return policies.createPolicy('felt-worker', rules).createScriptURL(url);
};

/** The fonts come first where the network is thin. */
const loaded = (): Promise<unknown> =>
  document.readyState === 'complete'
    ? Promise.resolve()
    : new Promise((done) => addEventListener('load', done, { once: true }));

/**
 * Lets the page open without a network where the browser allows it: over TLS or on this very
 * machine. On the venue's plain LAN address there is none of this, and nothing needs it (PWA-1).
 */
export const keepForOffline = async (): Promise<void> => {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  await loaded();
  try {
    await navigator.serviceWorker.register(trusted(WORKER), { scope: '/t/' });
  } catch {
    // Forbidden in a private window: then the page just does not open offline.
  }
};
