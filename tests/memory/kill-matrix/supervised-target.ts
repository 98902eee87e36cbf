import { spawn, type ChildProcess } from 'node:child_process';
import { totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { assertPlan, plan } from '@lexiflow/memory';
import type { MemoryCgroup } from '../../support/cgroup.ts';

const RESTART_MS = 200;

/** The target in its memory cgroup, started again when it dies, as a supervisor would. */
export interface SupervisedTarget extends AsyncDisposable {
  readonly deaths: number;
  /** Process id of the server that runs now. */
  readonly pid: number;
  /** What was written to the error stream, up to a bound. */
  output(): string;
}

/** Starts the target with the flags that the memory plan gives for the limit, whatever guards it. */
export function superviseTarget(
  cgroup: MemoryCgroup,
  control: string,
  port: number,
): SupervisedTarget {
  const made = plan({
    cgroupLimitBytes: cgroup.limitBytes,
    machineBytes: totalmem(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    embeddedDatabase: false,
  });
  assertPlan(made);
  const main = new URL('target/main.ts', import.meta.url).pathname;
  const args = [...process.execArgv, ...made.flags, main].map((part) => `"${part}"`).join(' ');
  let deaths = 0;
  let written = '';
  let isStopping = false;
  let child: ChildProcess;
  let ended: Promise<void>;
  const start = (): void => {
    child = spawn('sh', ['-c', `${cgroup.enter} && exec "${process.execPath}" ${args}`], {
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
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (written.length < 20_000) written += text;
      });
    ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
        if (isStopping) return;
        deaths++;
        void wait(RESTART_MS).then(() => isStopping || start());
      });
    });
  };
  start();
  return {
    get deaths() {
      return deaths;
    },
    get pid() {
      return child.pid ?? 0;
    },
    output: () => written,
    async [Symbol.asyncDispose]() {
      isStopping = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
