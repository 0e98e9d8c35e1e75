const RELOADED = 'felt-reloaded';

/** Every page tells its build in its HTML; another one in the leaf's greeting is younger. */
export type HelloMessage = { readonly type: 'hello'; readonly build: string };

/**
 * Another build is served than the one that this page came with: it is loaded, but only once, should
 * the leaf be of two minds.
 * @param withinMs over which pages of many devices spread, so that they do not all ask at once.
 */
export const keepUp = ({ build }: HelloMessage, withinMs = 0): void => {
  const own = document.documentElement.dataset['build'];
  if (own === undefined || build === '' || own === build) return;
  if (sessionStorage.getItem(RELOADED) === build) return;
  sessionStorage.setItem(RELOADED, build);
  setTimeout(() => location.reload(), withinMs * Math.random());
};
