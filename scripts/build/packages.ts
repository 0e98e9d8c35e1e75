/** What both Bun and esbuild tell of a bundle, as far as it matters here. */
type Metafile = {
  readonly outputs: {
    readonly [path: string]: {
      readonly inputs: { readonly [path: string]: { readonly bytesInOutput: number } };
    };
  };
};

/** The innermost package of a file, by its path. */
const packageOf = (path: string): string | undefined =>
  /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(path)?.[1];

/** Names of the packages of which something has stayed in a bundle, sorted. */
export const packagesIn = (meta: Metafile | undefined): readonly string[] => {
  const names = Object.values(meta?.outputs ?? {}).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => packageOf(path)),
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
};
