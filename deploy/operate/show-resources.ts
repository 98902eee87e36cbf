// Memory of every service against its limit:
//   node deploy/operate/show-resources.ts [--app URL] [--monitor URL] [--every SECONDS] [--rounds N]
// The containers' figures are the memory monitor's, the heap's the application's own; one that does not
// answer is named, and the status is 1 when neither does.
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { applicationRows, memoryTable, monitorRows } from './memory-rows.ts';
import type { ApplicationMemory, MemoryRow, MonitoredTarget } from './memory-rows.ts';

const TIMEOUT_MS = 5000;

const { values } = parseArgs({
  options: {
    app: { type: 'string', default: 'http://localhost' },
    monitor: { type: 'string', default: 'http://localhost:8080' },
    every: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const everyMs = Number(values.every ?? 0) * 1000;
const rounds = values.every === undefined ? 1 : Number(values.rounds ?? Number.POSITIVE_INFINITY);

for (let round = 1; round <= rounds; round++) {
  process.exitCode = await show();
  if (round < rounds) {
    await wait(everyMs);
    console.log();
  }
}

async function show(): Promise<number> {
  const parts = await Promise.all([
    rowsOf(`${values.monitor}/api/targets`, 'memory monitor', (answer) =>
      monitorRows(answer as MonitoredTarget[]),
    ),
    rowsOf(`${values.app}/health/memory`, 'application', (answer) =>
      applicationRows(answer as ApplicationMemory),
    ),
  ]);
  const rows = parts.flatMap((part) => part ?? []);
  if (rows.length > 0) console.log(memoryTable(rows));
  return parts.every((part) => part === null) ? 1 : 0;
}

/** The rows of one source; null, and a line that says so, when it does not answer. */
async function rowsOf(
  url: string,
  name: string,
  rows: (answer: unknown) => MemoryRow[],
): Promise<MemoryRow[] | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return rows(await answer.json());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    console.error(`${name} (${url}): ${cause instanceof Error ? cause.message : String(cause)}`);
    return null;
  }
}
