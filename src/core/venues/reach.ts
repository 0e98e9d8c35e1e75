import type { Config } from '../config.ts';

/**
 * Why a leaf elsewhere would not get in with a code: `here`: this core or its hub is known by a name
 * of this machine alone; `plain`: its address is not https, and leaves send codes no other way.
 */
export const CAUTIONS = ['here', 'plain'] as const;
export type Caution = (typeof CAUTIONS)[number] | null;

/** Names by which a machine reaches nobody but itself. */
const OWN = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/u;

const isOwn = (host: string): boolean =>
  OWN.test(host.replace(/^[a-z-]+:\/\//u, '').replace(/:\d+$/u, ''));

export const cautionOf = ({ url, hub }: Pick<Config, 'url' | 'hub'>): Caution => {
  if (url === undefined || isOwn(new URL(url).hostname)) return 'here';
  if (!url.startsWith('https://')) return 'plain';
  return hub === undefined || isOwn(hub) ? 'here' : null;
};

/** Beside a code on a console; nothing where there is no reason. */
export const cautionWords = (caution: Caution): string => {
  switch (caution) {
    case 'here':
      return '\nnote   good for a leaf on this machine alone: set FELT_CORE_URL (https) and FELT_HUB for others';
    case 'plain':
      return '\nnote   leaves take a core by https alone: FELT_CORE_URL is not';
    case null:
      return '';
  }
};
