import { pathToFileURL } from 'node:url';
import { AllocationSampler } from './allocation-sampler.ts';
import type { CanaryOrder, CanaryReport } from './sample-in-canary.ts';

// Runs the workload of one module and sends what is alive after it, by function.
const order = JSON.parse(process.argv[2] ?? '{}') as CanaryOrder;
const url = order.module.startsWith('file:') ? order.module : pathToFileURL(order.module).href;
const { workload } = (await import(url)) as { workload: () => unknown };
const sampler = new AllocationSampler({ pauseMs: Infinity, share: 1 });
await sampler.start(order.intervalBytes);
for (let call = 0; call < order.calls; call++) await workload();
const sites = (await sampler.liveSites(order.top)) ?? [];
await sampler.stop();
const report: CanaryReport = { sites };
process.send?.(report, () => process.exit(0));
