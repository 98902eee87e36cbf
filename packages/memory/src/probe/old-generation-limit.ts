const mib = 1024 * 1024;

/**
 * Largest semi-space V8 takes when none is asked for, in MB: 16 up to Node 22, 64 from Node 24 on
 * (read off `heap_size_limit` under a fixed --max-old-space-size).
 */
export function defaultSemiSpaceMb(nodeMajor: number): number {
  return nodeMajor >= 24 ? 64 : 16;
}

/** V8 rounds a semi-space up to a power of two; with --optimize-for-size it takes 1 MB whatever is asked. */
export function effectiveSemiSpaceMb(askedMb: number, optimizeForSize: boolean): number {
  return optimizeForSize ? 1 : 2 ** Math.ceil(Math.log2(Math.max(1, askedMb)));
}

function flagValue(execArgv: readonly string[], name: string): number | undefined {
  for (const argument of execArgv.toReversed()) {
    const [flag, value] = argument.replaceAll('_', '-').split('=');
    if (flag === name && value !== undefined && Number(value) > 0) return Number(value);
  }
  return undefined;
}

/**
 * Bytes the old generation may reach. V8's `heap_size_limit` is that plus three semi-spaces,
 * so the young generation is taken off again, by the flags of this process or V8's default.
 */
export function oldGenerationLimitBytes(
  heapSizeLimitBytes: number,
  execArgv: readonly string[],
  nodeMajor: number,
): number {
  const oldSpaceMb = flagValue(execArgv, '--max-old-space-size');
  if (oldSpaceMb !== undefined) return Math.min(oldSpaceMb * mib, heapSizeLimitBytes);
  const askedMb = flagValue(execArgv, '--max-semi-space-size') ?? defaultSemiSpaceMb(nodeMajor);
  const optimizeForSize = execArgv.some((flag) => /^--optimize[-_]for[-_]size$/.test(flag));
  const youngBytes = 3 * effectiveSemiSpaceMb(askedMb, optimizeForSize) * mib;
  return Math.max(heapSizeLimitBytes / 2, heapSizeLimitBytes - youngBytes);
}
