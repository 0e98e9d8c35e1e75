import { loadBill } from './bill.ts';
import { Failed, WrongUse } from './failed.ts';
import { say } from './program.ts';
import { ROOT_KEYS } from './release/root-keys.ts';
import { BUILD, VERSION } from './version.ts';

const shown = (value: unknown): number => say(JSON.stringify(value, null, 2));

const sha256 = (text: string): string => new Bun.CryptoHasher('sha256').update(text).digest('hex');

/** What only one of the products has to say of itself. */
type More = { readonly [key: string]: unknown };

/** All that a build says of itself, and which bill of materials is its own. */
const about = (more: More) => {
  const bill = loadBill();
  return {
    ...BUILD,
    ...more,
    parts: bill?.parts ?? { bun: Bun.version },
    rootKeys: ROOT_KEYS,
    sbomSha256: bill === null ? null : sha256(bill.sbom),
  };
};

/** `--version`, for people; `--version --json`, for programs. */
export const tellVersion = (args: readonly string[], more: More = {}): number => {
  const [asJson, ...rest] = args;
  if (asJson === undefined) return say(VERSION);
  if (asJson !== '--json' || rest.length > 0) {
    throw new WrongUse(`--version takes --json, not "${rest[0] ?? asJson}"`);
  }
  return shown(about(more));
};

/**
 * `--sbom`: byte for byte what `sbomSha256` is the hash of, with a newline behind it.
 * @throws Failed in a checkout.
 */
export const tellBill = (): number => {
  const bill = loadBill();
  if (bill === null) throw new Failed('only an executable has a bill of materials: npm run build');
  return say(bill.sbom);
};
