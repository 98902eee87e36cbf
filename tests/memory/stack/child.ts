import { spawn } from 'node:child_process';
import type { MemoryCgroup } from '../../support/cgroup.ts';

const STOPPED_WITHIN_MS = 15_000;
const OUTPUT_KEPT = 20_000;

/** A program of the stack that runs in its own memory cgroup. */
export interface Child extends AsyncDisposable {
  isRunning(): boolean;
  output(): string;
}

/** Starts a program inside a cgroup. Its arguments are passed as they are, not read by a shell. */
export function startChild(
  cgroup: MemoryCgroup,
  program: string,
  args: readonly string[],
  folder: string,
): Child {
  const child = spawn('sh', ['-c', `${cgroup.enter} && exec "$0" "$@"`, program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (written.length < OUTPUT_KEPT) written += chunk;
    });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    isRunning,
    output: () => written,
    async [Symbol.asyncDispose]() {
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
