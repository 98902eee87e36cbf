/** A small HTTP server for inspector.bench.ts: `plain`, or with live allocations sampled every so many bytes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AllocationSampler } from '../src/leak/inspector/allocation-sampler.ts';

const intervalBytes = Number(process.argv[2] ?? 0);
const rows = Array.from({ length: 100 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] }));

const server = createServer((_request, response) => {
  const page = rows
    .map((row) => ({
      ...row,
      label: `${row.id}:${row.name}`,
      tags: row.tags.map((tag) => tag + tag),
    }))
    .filter(({ id }) => id % 3 !== 0);
  response.end(JSON.stringify({ rows: page }));
});

const sampler = new AllocationSampler();
if (intervalBytes > 0) await sampler.start(intervalBytes);
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
