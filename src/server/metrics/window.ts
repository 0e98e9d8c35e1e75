/** What a count that only rises has risen by within the last `ms`; told at moments that never jump. */
export const createWindow = (ms: number) => {
  const marks: { readonly atMs: number; readonly total: number }[] = [];
  return (atMs: number, total: number): number => {
    marks.push({ atMs, total });
    // One from before the window stays, to count from.
    while ((marks[1]?.atMs ?? Infinity) <= atMs - ms) marks.shift();
    return total - (marks[0]?.total ?? total);
  };
};
