import type { MemoryReading } from '../target/memory-reading.ts';
import type { CgroupLayout } from './cgroup-layout.ts';
import type { FileReader } from './file-reader.ts';

/** v1 writes the largest page-aligned number where there is no limit. */
const NO_LIMIT_FROM = 2 ** 60;

/** Reads the figures of one cgroup folder; null when it is not there. Five small files at most. */
export function readCgroup(
  files: FileReader,
  layout: CgroupLayout,
  folder: string,
): MemoryReading | null {
  if (!files.read(`${folder}/${layout.usage}`)) return null;
  const usageBytes = files.number();
  if (Number.isNaN(usageBytes)) return null;
  const sums = { rss: 0, shared: 0, kernel: 0, inactiveFile: 0 };
  if (!files.read(`${folder}/memory.stat`)) return null;
  for (const { key, figure } of layout.stat) sums[figure] += files.value(key) || 0;
  if (layout.kernel !== null && files.read(`${folder}/${layout.kernel}`))
    sums.kernel = files.number() || 0;
  const limit = files.read(`${folder}/${layout.limit}`) ? files.number() : NaN;
  const { failures, oomKills } = layout;
  const hits = files.read(`${folder}/${failures.file}`)
    ? failures.key === null
      ? files.number()
      : files.value(failures.key)
    : NaN;
  if (oomKills.file !== failures.file) files.read(`${folder}/${oomKills.file}`);
  return {
    usageBytes,
    workingSetBytes: Math.max(0, usageBytes - sums.inactiveFile),
    usedBytes: Math.min(usageBytes, sums.rss + sums.shared + sums.kernel),
    rssBytes: sums.rss,
    kernelBytes: sums.kernel,
    limitBytes: limit > 0 && limit < NO_LIMIT_FROM ? limit : null,
    limitHits: hits || 0,
    oomKills: files.value(oomKills.key) || 0,
  };
}
