/** How many cases each property tries; long runs set FELT_RUNS. */
export const RUNS = { numRuns: Number(process.env['FELT_RUNS'] ?? 200) };
