import { spawn, type ChildProcess } from 'node:child_process';
import { totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { assertPlan, plan } from '@lexiflow/memory';
import type { MemoryCgroup } from '../../support/cgroup.ts';

const RESTART_MS = 200;
const OUTPUT_KEPT = 20_000;

/** The target in memory cgroups of its own, started again when it dies, as a supervisor would. */
export interface SupervisedTarget extends AsyncDisposable {
  readonly deaths: number;
  /** Fresh processes that took over because the target asked for one. */
  readonly handovers: number;
  /** What was written to both streams, up to a bound. */
  output(): string;
}

/** What the target is started with. */
export interface TargetOptions {
  readonly control: string;
  readonly port: number;
  readonly cgroup: MemoryCgroup;
  /** Makes the group of a successor, which starts while the present target still runs. */
  readonly nextCgroup: () => MemoryCgroup;
}

/** Starts the target with the flags that the memory plan gives for the limit, whatever guards it. */
export function superviseTarget(options: TargetOptions): SupervisedTarget {
  const { cgroup, control, port, nextCgroup } = options;
  const made = plan({
    cgroupLimitBytes: cgroup.limitBytes,
    machineBytes: totalmem(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    embeddedDatabase: false,
  });
  assertPlan(made);
  const main = new URL('target/main.ts', import.meta.url).pathname;
  const args = [...process.execArgv, ...made.flags, main].map((part) => `"${part}"`).join(' ');
  const ends = new Map<ChildProcess, Promise<void>>();
  let deaths = 0;
  let handovers = 0;
  let written = '';
  let isStopping = false;
  let leaving: ChildProcess | undefined;

  function start(group: MemoryCgroup): void {
    const child = spawn('sh', ['-c', `${group.enter} && exec "${process.execPath}" ${args}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...made.env,
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        CONTROL: control,
        PORT: String(port),
        LIMIT_BYTES: String(cgroup.limitBytes),
        HEAP_BYTES: String(made.heap.oldSpaceMb * 1024 * 1024),
      },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => hear(child, text));
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        ends.delete(child);
        resolve();
        if (child === leaving) leaving = undefined;
        else if (!isStopping) {
          deaths++;
          void wait(RESTART_MS).then(() => isStopping || start(group));
        }
      });
    });
    ends.set(child, ended);
  }

  function hear(child: ChildProcess, text: string): void {
    if (written.length < OUTPUT_KEPT) written += text;
    if (text.includes('drain') && leaving === undefined && !isStopping) {
      leaving = child;
      start(nextCgroup());
    }
    if (text.includes('listening') && leaving !== undefined && leaving !== child) {
      handovers++;
      leaving.kill('SIGTERM');
    }
  }

  start(cgroup);
  return {
    get deaths() {
      return deaths;
    },
    get handovers() {
      return handovers;
    },
    output: () => written,
    async [Symbol.asyncDispose]() {
      isStopping = true;
      for (const child of ends.keys()) child.kill('SIGKILL');
      await Promise.all(ends.values());
    },
  };
}
