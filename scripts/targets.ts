/** Both run on any Debian 12; `baseline` is for PCs without AVX2. */
export const TARGETS = {
  'linux-x64': { bun: 'bun-linux-x64-baseline', libsql: '@libsql/linux-x64-gnu' },
  'linux-arm64': { bun: 'bun-linux-arm64', libsql: '@libsql/linux-arm64-gnu' },
} as const;

export type Target = keyof typeof TARGETS;

/** Runs a program to its end without input; throws with what it said where it fails. */
export const run = (command: readonly string[], cwd: string): void => {
  const { success, stderr } = Bun.spawnSync([...command], { cwd, stdin: 'ignore' });
  if (!success) throw new Error(`${command.join(' ')}: ${stderr.toString().trim()}`);
};
