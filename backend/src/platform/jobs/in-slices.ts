/**
 * Runs `slice` until one has done fewer than `rows`, and answers how many all have done. For work on
 * many rows in short transactions; the signal ends it between two of them.
 */
export async function inSlices(
  rows: number,
  signal: AbortSignal,
  slice: () => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const count = await slice();
    total += count;
    if (count < rows) return total;
  }
}
