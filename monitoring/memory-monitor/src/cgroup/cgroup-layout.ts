import { existsSync } from 'node:fs';

/** Names of the files and keys of one cgroup version. Of v1 only the `total_` keys count children. */
export interface CgroupLayout {
  readonly version: 1 | 2;
  /** Folder above all memory cgroups. */
  readonly base: string;
  readonly usage: string;
  readonly limit: string;
  readonly stat: readonly {
    readonly key: string;
    readonly figure: 'rss' | 'shared' | 'kernel' | 'inactiveFile';
  }[];
  /** File and key of the times the limit was hit. A file without keys holds one number. */
  readonly failures: { readonly file: string; readonly key: string | null };
  readonly oomKills: { readonly file: string; readonly key: string };
  /** File of kernel memory, where it is no part of `stat`. */
  readonly kernel: string | null;
}

/** The layout below a root: v1 when it or its folder `memory` has v1's files, else v2. */
export function findLayout(root: string): CgroupLayout {
  for (const base of [`${root}/memory`, root])
    if (existsSync(`${base}/memory.usage_in_bytes`)) return { ...v1, base };
  return { ...v2, base: root };
}

const v1: Omit<CgroupLayout, 'base'> = {
  version: 1,
  usage: 'memory.usage_in_bytes',
  limit: 'memory.limit_in_bytes',
  stat: [
    { key: 'total_rss', figure: 'rss' },
    { key: 'total_shmem', figure: 'shared' },
    { key: 'total_inactive_file', figure: 'inactiveFile' },
  ],
  failures: { file: 'memory.failcnt', key: null },
  oomKills: { file: 'memory.oom_control', key: 'oom_kill' },
  kernel: 'memory.kmem.usage_in_bytes',
};

const v2: Omit<CgroupLayout, 'base'> = {
  version: 2,
  usage: 'memory.current',
  limit: 'memory.max',
  stat: [
    { key: 'anon', figure: 'rss' },
    { key: 'shmem', figure: 'shared' },
    { key: 'kernel_stack', figure: 'kernel' },
    { key: 'pagetables', figure: 'kernel' },
    { key: 'percpu', figure: 'kernel' },
    { key: 'sock', figure: 'kernel' },
    { key: 'slab_unreclaimable', figure: 'kernel' },
    { key: 'inactive_file', figure: 'inactiveFile' },
  ],
  failures: { file: 'memory.events', key: 'max' },
  oomKills: { file: 'memory.events', key: 'oom_kill' },
  kernel: null,
};
