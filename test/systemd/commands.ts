/** Runs a command of this machine, and answers how it ended and what it said. */
export const ran = (...command: readonly string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { stdin: 'ignore' });
  return { exitCode, said: `${stdout}${stderr}`.trim() };
};

/** @throws Error with what it said, where it failed. */
export const done = (...command: readonly string[]): string => {
  const { exitCode, said } = ran(...command);
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${said}`);
  return said;
};
