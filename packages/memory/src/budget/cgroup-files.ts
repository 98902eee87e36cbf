/** File names and keys of one cgroup version. */
export interface CgroupFiles {
  readonly limits: readonly string[];
  readonly usage: string;
  readonly stat: string;
  readonly inactiveFile: string;
  readonly activeFile: string;
  readonly mappedFile: string;
  readonly events: string;
  readonly oomKillKey: string;
  readonly pressure: string | undefined;
}

/** What the kernel calls the same things in its two versions. In v1 only the `total_` keys count children. */
export const cgroupFiles: Readonly<Record<1 | 2, CgroupFiles>> = {
  1: {
    limits: ['memory.limit_in_bytes'],
    usage: 'memory.usage_in_bytes',
    stat: 'memory.stat',
    inactiveFile: 'total_inactive_file',
    activeFile: 'total_active_file',
    mappedFile: 'total_mapped_file',
    events: 'memory.oom_control',
    oomKillKey: 'oom_kill',
    pressure: undefined,
  },
  2: {
    limits: ['memory.max', 'memory.high'],
    usage: 'memory.current',
    stat: 'memory.stat',
    inactiveFile: 'inactive_file',
    activeFile: 'active_file',
    mappedFile: 'file_mapped',
    events: 'memory.events',
    oomKillKey: 'oom_kill',
    pressure: 'memory.pressure',
  },
};

/** A v1 limit from here on means "none": the kernel writes the largest page-aligned number. */
const noLimitFrom = 2 ** 60;

/** Bytes of a limit file; null for `max`, v1's huge number, or what is not a number. */
export function parseLimit(text: string | undefined): number | null {
  const bytes = Number(text?.trim() || NaN);
  return Number.isFinite(bytes) && bytes < noLimitFrom ? bytes : null;
}

/** The number behind `key` in a file of `key number` lines; NaN when there is none. */
export function parseKey(text: string, key: string): number {
  let at = text.startsWith(`${key} `) ? 0 : text.indexOf(`\n${key} `) + 1;
  if (at === 0 && !text.startsWith(`${key} `)) return NaN;
  at += key.length + 1;
  const end = text.indexOf('\n', at);
  return Number(text.slice(at, end === -1 ? undefined : end));
}

/** Share of the last 10 s in which some task waited for memory, 0 … 1; NaN when the file has no such line. */
export function parsePressure(text: string): number {
  const match = /^some avg10=([\d.]+)/m.exec(text);
  return match ? Number(match[1]) / 100 : NaN;
}

/**
 * Bytes that count against the limit when it comes to a kill: usage without the page cache that the
 * kernel drops first. Active cache counts as far as it is mapped (the program's own text); shared
 * memory is not file cache and stays counted.
 */
export function workingSetOf(usageBytes: number, stat: string, files: CgroupFiles): number {
  const inactive = parseKey(stat, files.inactiveFile) || 0;
  const active = parseKey(stat, files.activeFile) || 0;
  const mapped = parseKey(stat, files.mappedFile) || 0;
  return Math.max(0, usageBytes - inactive - active + Math.min(active, mapped));
}
