// A process that gives one piece of work away, in a thread or in a process of its own, and says how that
// ended. Whoever started it sees whether it is still there.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createGovernor, runIsolated } from '@lexiflow/memory';

const MIB = 1024 * 1024;
const [way, limitMb, order] = process.argv.slice(2) as [string, string, string];
const work = new URL('./work.ts', import.meta.url);
const input: unknown = JSON.parse(order);

/** The usual way: a thread whose heap has a limit. */
async function inThread(): Promise<unknown> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: Number(limitMb), maxYoungGenerationSizeMb: 4 },
  });
  const [answer] = (await once(worker, 'message')) as [unknown];
  return answer;
}

async function inProcess(): Promise<unknown> {
  using governor = createGovernor({ plan: { budgetBytes: 1024 * MIB, accountsBytes: 512 * MIB } });
  return runIsolated(work, input, {
    host: governor,
    name: 'work',
    limitBytes: Number(limitMb) * MIB,
    timeMs: 60_000,
  });
}

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const begun = performance.now();
const outcome = await (way === 'thread' ? inThread() : inProcess()).then(
  () => 'done',
  (error: unknown) => (error as { code?: string }).code ?? String(error),
);
process.stdout.write(`${JSON.stringify({ outcome, ms: performance.now() - begun })}\n`);
process.exit(0);
