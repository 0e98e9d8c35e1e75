/** Makes a value anew only when one of those that it depends on is another one. */
export const keeper = <T>() => {
  let last: { readonly deps: readonly unknown[]; readonly value: T } | null = null;
  return (deps: readonly unknown[], make: () => T): T => {
    if (last === null || last.deps.some((dep, i) => dep !== deps[i]))
      last = { deps, value: make() };
    return last.value;
  };
};
