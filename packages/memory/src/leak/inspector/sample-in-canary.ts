import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { moduleFlags } from '../../module-flags.ts';
import type { AllocationSite } from './allocation-sampler.ts';
import { leakErrors } from '../leak.errors.ts';
import { inspectorLimits } from './inspector.limits.ts';

/** What the canary is told. */
export interface CanaryOrder {
  readonly module: string;
  readonly calls: number;
  readonly intervalBytes: number;
  readonly top: number;
}

export interface CanaryReport {
  readonly sites: readonly AllocationSite[];
}

export interface CanaryOptions {
  /** Calls of the workload; default 1000. */
  readonly calls?: number;
  /** Mean distance of two samples; default 16 KiB. */
  readonly intervalBytes?: number;
  /** Sites in the answer; default 10. */
  readonly top?: number;
  /** Time after which the canary is ended; default and at most `inspectorLimits.canary`. */
  readonly timeoutMs?: number;
}

/**
 * Calls the exported function `workload` of a module in a process of its own that compiles without
 * inlining, and answers what is alive afterwards by the function that allocated it: in the serving
 * process V8 names the caller where it has inlined. A worker thread cannot do this, since V8's flags
 * hold for the whole process. Rejects with
 * `LEAK_CANARY_FAILED` when the canary fails or takes too long.
 */
export function sampleInCanary(
  module: string | URL,
  options: CanaryOptions = {},
): Promise<readonly AllocationSite[]> {
  const { calls = 1000, intervalBytes = 16 * 1024, top = 10 } = options;
  const order: CanaryOrder = { module: String(module), calls, intervalBytes, top };
  // Beside this file stands the child in the same language: source or compiled.
  const own = fileURLToPath(import.meta.url);
  const child = fork(own.replace('sample-in-canary', 'canary-child'), [JSON.stringify(order)], {
    execArgv: [...moduleFlags(), ...withoutInlining],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: Math.min(options.timeoutMs ?? Infinity, inspectorLimits.canary.value),
    killSignal: 'SIGKILL',
  });
  return answerOf(child);
}

const withoutInlining = ['--no-turbo-inlining', '--no-maglev-inlining'];

function answerOf(child: ReturnType<typeof fork>): Promise<readonly AllocationSite[]> {
  let output = '';
  let report: CanaryReport | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-inspectorLimits.canaryOutput.value);
  });
  child.once('message', (message) => (report = message as CanaryReport));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (report) resolve(report.sites);
      else reject(leakErrors.canaryFailed(`It ended with ${signal ?? code}. ${output}`));
    });
  });
}
