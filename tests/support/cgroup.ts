import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A memory cgroup made for one run. The kernel kills what outgrows it. */
export interface MemoryCgroup extends Disposable {
  /** Shell text that puts the shell into the group; `exec` the program after it. */
  readonly enter: string;
  readonly limitBytes: number;
  /** Highest use so far, page cache included, in bytes. */
  maxUsageBytes(): number;
  /** Present use without page cache, in bytes. */
  workingSetBytes(): number;
  /** Times the kernel killed a process of the group. */
  oomKills(): number;
}

const V1 = '/sys/fs/cgroup/memory';
const V2 = '/sys/fs/cgroup';

/**
 * Makes a memory cgroup (v1 or v2). Throws with the reason when this machine does not allow it,
 * which the caller reports instead of claiming a result.
 */
export function makeMemoryCgroup(name: string, limitBytes: number): MemoryCgroup {
  const isV1 = existsSync(join(V1, 'memory.limit_in_bytes'));
  const folder = join(isV1 ? V1 : V2, name);
  mkdirSync(folder);
  writeFileSync(join(folder, isV1 ? 'memory.limit_in_bytes' : 'memory.max'), String(limitBytes));
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const field = (file: string, key: string): number =>
    Number(new RegExp(`^${key} (\\d+)`, 'm').exec(read(file))?.[1] ?? 0);
  return {
    enter: `echo $$ > ${join(folder, 'cgroup.procs')}`,
    limitBytes,
    maxUsageBytes: () => Number(read(isV1 ? 'memory.max_usage_in_bytes' : 'memory.peak')),
    workingSetBytes: () =>
      Number(read(isV1 ? 'memory.usage_in_bytes' : 'memory.current')) -
      field('memory.stat', isV1 ? 'total_cache' : 'file') +
      field('memory.stat', isV1 ? 'total_shmem' : 'shmem'),
    oomKills: () => field(isV1 ? 'memory.oom_control' : 'memory.events', 'oom_kill'),
    [Symbol.dispose]: () => rmdirSync(folder),
  };
}

/** `makeMemoryCgroup` for a program that measures: where none can be made it says so and ends with status 69. */
export function makeMemoryCgroupOrExit(name: string, limitBytes: number): MemoryCgroup {
  try {
    return makeMemoryCgroup(name, limitBytes);
  } catch (error) {
    console.error(`no memory cgroup can be made here, nothing was measured: ${String(error)}`);
    process.exit(69);
  }
}
