import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;

/** Writes the files of a memory cgroup (v2) with a limit of 100 MiB below `root`. */
export function writeCgroup(root: string, name: string, anonMiB: number): void {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const put = (file: string, text: string): void => writeFileSync(join(folder, file), `${text}\n`);
  put('memory.stat', `anon ${anonMiB * MIB}\nfile ${2 * MIB}\nshmem 0\ninactive_file ${MIB}`);
  put('memory.current', String((anonMiB + 2) * MIB));
  put('memory.max', String(100 * MIB));
  put('memory.events', 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 0');
}
