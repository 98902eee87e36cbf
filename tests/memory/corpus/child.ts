// Runs one program of the corpus, with or without a detective beside it, and reports to its parent.
import { setTimeout as sleep } from 'node:timers/promises';
import { createGovernor } from '@lexiflow/memory';
import type { ChildOrder, ChildReport } from './child-report.ts';
import { ProgramHost } from './corpus-host.ts';
import { FloorMeter } from './floor-meter.ts';
import type { CorpusProgram } from './program.ts';
import { Watchkeeper } from './watchkeeper.ts';

const BUDGET_BYTES = 512 * 1024 * 1024;

const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
const { program } = (await import(order.file)) as { program: CorpusProgram };
for (const told of ['about', 'verdict', 'culprit'] as const) {
  delete (program as Partial<Record<typeof told, unknown>>)[told];
}

const governor = createGovernor({
  plan: { budgetBytes: BUDGET_BYTES, accountsBytes: BUDGET_BYTES / 4 },
  cgroup: null,
}).start();
const watchkeeper = order.mode === 'detect' ? new Watchkeeper(governor, order.factor) : undefined;
const host = new ProgramHost(governor, {
  keep: (name, service) => watchkeeper?.keep(name, service),
  watch: (kind, object) => watchkeeper?.watch(kind, object),
});
const before = process.cpuUsage();
await program.start(host);
watchkeeper?.start();
const meter = order.mode === 'truth' ? new FloorMeter(governor) : undefined;
meter?.start();
await sleep(order.seconds * 1000);
const { user, system } = process.cpuUsage(before);
const { findings, costShare } = (await watchkeeper?.stop()) ?? { findings: [], costShare: 0 };
const report: ChildReport = {
  findings,
  costShare,
  cpuMs: (user + system) / 1000,
  floors: meter?.stop() ?? [],
};
host.end();
process.send?.(report, () => process.exit(0));
