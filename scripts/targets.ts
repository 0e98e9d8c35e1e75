/**
 * Both run on any Debian 12, that for x64 also on PCs without AVX2. The hashes are those of Bun's
 * executables themselves: another Bun makes other programs, so it needs a new line here.
 */
export const TARGETS = {
  'linux-x64': {
    bun: 'bun-linux-x64-baseline',
    runtime: '@oven/bun-linux-x64',
    runtimeSha256: 'f05d28a3862f4b84395c7fa32480b835dd47482e80b7e7a49a115227f0c06083',
    libsql: '@libsql/linux-x64-gnu',
  },
  'linux-arm64': {
    bun: 'bun-linux-arm64',
    runtime: '@oven/bun-linux-aarch64',
    runtimeSha256: '04778f1f42399a69d086853e9c7af4acf574b2f21a43d0dc673853d8b84a2923',
    libsql: '@libsql/linux-arm64-gnu',
  },
} as const;

export type Target = keyof typeof TARGETS;

/** Runs a program to its end without input; throws with what it said where it fails. */
export const run = (command: readonly string[], cwd: string): void => {
  const { success, stderr } = Bun.spawnSync([...command], { cwd, stdin: 'ignore' });
  if (!success) throw new Error(`${command.join(' ')}: ${stderr.toString().trim()}`);
};
