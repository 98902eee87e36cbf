import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder that stands for /sys/fs/cgroup; removed when the test ends. */
export function fakeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'monitor-cgroups-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Writes files below a folder, making the folders on the way. */
export function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The files of a v1 cgroup, as the kernel writes them. */
export const v1Files = {
  'memory.usage_in_bytes': '411041792\n',
  'memory.limit_in_bytes': '536870912\n',
  'memory.failcnt': '7\n',
  'memory.kmem.usage_in_bytes': '2000000\n',
  'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
  'memory.stat':
    'cache 1\nrss 2\nshmem 3\ninactive_file 4\ntotal_cache 350000000\ntotal_rss 50000000\ntotal_shmem 90000000\ntotal_inactive_file 200000000\ntotal_active_file 60000000\n',
} as const;

/** The files of a v2 cgroup. */
export const v2Files = {
  'memory.current': '411041792\n',
  'memory.max': '536870912\n',
  'memory.events': 'low 0\nhigh 0\nmax 7\noom 3\noom_kill 2\n',
  'memory.stat':
    'anon 50000000\nfile 350000000\nkernel_stack 500000\npagetables 400000\npercpu 100000\nsock 0\nshmem 90000000\ninactive_anon 1\ninactive_file 200000000\nactive_file 60000000\nslab_reclaimable 9\nslab_unreclaimable 1000000\n',
} as const;
