import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildOrder, ChildReport } from './child-report.ts';

/** Time for starting and reporting on a busy machine, beyond the run itself. */
const GRACE_MS = 30_000;
const OUTPUT_KEPT = 4_000;

/** Runs one program in a process of its own with a heap of 256 MB; rejects with its output when it fails. */
export function runChild(order: ChildOrder): Promise<ChildReport> {
  const flags = ['--conditions=source', '--max-old-space-size=256'];
  if (order.mode === 'truth') flags.push('--expose-gc');
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [JSON.stringify(order)], {
    execArgv: flags,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
    });
  }
  let report: ChildReport | undefined;
  child.once('message', (message) => (report = message as ChildReport));
  const timer = setTimeout(() => child.kill('SIGKILL'), order.seconds * 1000 + GRACE_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (report !== undefined) resolve(report);
      else reject(new Error(`${order.file} ended with ${signal ?? code}: ${output}`));
    });
  });
}
