import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '../../support/cgroup.ts';

const root = new URL('../../..', import.meta.url).pathname;
const script = join(root, 'tools/postgres.sh');

/** A PostgreSQL with the settings of deploy/postgres, all of it inside one cgroup. */
export interface StackPostgres extends Disposable {
  readonly url: string;
  isRunning(): boolean;
}

/** Makes a cluster in a new folder and starts its server; throws with the reason when it does not start. */
export function startPostgres(cgroup: MemoryCgroup, folder: string): StackPostgres {
  const run = (enter: string, goal: string): string => {
    const command = `${enter} && exec "$0" "$1" "$2"`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command, script, goal, folder], {
      encoding: 'utf8',
      env: {
        ...process.env,
        LEXIFLOW_POSTGRES_CONFIG: join(root, 'deploy/postgres/postgresql.conf'),
      },
    });
    if (status !== 0) throw new Error(`PostgreSQL: ${stderr}`);
    return stdout.trim();
  };
  const url = run(cgroup.enter, 'start');
  const pid = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    url,
    isRunning: () => isAlive(pid),
    [Symbol.dispose]: () => void run('true', 'stop'),
  };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
