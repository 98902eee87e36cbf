import { AllocationSampler } from './allocation-sampler.ts';

/** Prints what the sampler says of one function that keeps and one that drops what it makes. */

const kept: object[] = [];
function keepReports(): void {
  for (let i = 0; i < 20_000; i++) kept.push({ id: i, lines: [`line ${i}`, `${i}`.repeat(40)] });
}
let dropped = 0;
function dropReports(): void {
  for (let i = 0; i < 200_000; i++)
    dropped += JSON.stringify({ id: i, lines: [`line ${i}`] }).length;
}

const sampler = new AllocationSampler({ pauseMs: 5000, share: 1 });
await sampler.start(16 * 1024);
for (let i = 0; i < 3; i++) {
  keepReports();
  dropReports();
}
const sites = await sampler.liveSites(5);
const tooSoon = await new AllocationSampler({ pauseMs: 0 }).liveSites(5);
const dear = new AllocationSampler({ pauseMs: 0 });
await dear.start(1024 * 1024);
const refusedSites = await dear.liveSites(5);
await dear.stop();
await sampler.stop();
const afterStop = await sampler.liveSites(5);
console.log(
  JSON.stringify({
    sites,
    isNotStarted: tooSoon === undefined,
    isRefused: refusedSites === undefined && dear.refused === 1,
    isAfterStop: afterStop === undefined,
    kept: kept.length,
    dropped: dropped > 0,
    interval: sampler.intervalBytes,
  }),
);
