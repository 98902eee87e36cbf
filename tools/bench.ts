import { measure, type Measurement } from './measured-page.ts';

// `npm run bench [-- NAME...]`: runs the benchmarks one after the other and writes each one's part of
// docs/benchmarks.md. Without names all of them run.

const benches: readonly Measurement[] = [
  {
    name: 'http',
    file: 'tests/load/http.bench.ts',
    args: [],
    needsPostgres: true,
    note: 'Whole stack: sign-in, admission, accounts, metrics and one log line a request on. The stored POST of LexiFlow writes the row, an audit record and an outbox event in one transaction; its peers write the row. Ratios are medians over the rounds, with least and most.',
  },
  {
    name: 'governor',
    file: 'packages/memory/bench/governor.bench.ts',
    args: [],
    note: 'Single operations of the governor.',
  },
  {
    name: 'governor-cost',
    file: 'tests/load/governor-cost.bench.ts',
    args: [],
    note: 'The same small JSON route with and without the library, asked by wrk, whose part of a request is small: the server is what holds it up. `governor`: admission and an account for each request; `everything`: the leak detective besides, with census, allocation sampling and watched requests. `nest-guard` and `nest-interceptor` have an empty one of each: the module needs a guard. `lexiflow` is the server of this project with a signed-in user who asks who he is, its whole pass on both sides; twenty connections there, which its overload gate always works on, and without the library a request has no account. In the first table one server changes between the route with and without every few hundred requests (with a leak detective every half second, and the detective runs in its own turns alone): process, connections and moment are the same, and what is added to a request shows to a tenth of a microsecond. The second compares processes, each right beside the one without, with all that runs in the background, when V8 has compiled what a request runs; the new space of V8 has one size in all of them, and server and client share one processor, since on two it is how often the client sleeps that decides. `fastify-again` is the same program as `fastify`: what it differs by is chance. The processors are kept from sleeping: where they may sleep, a server that is a little slower has its client sleep more often and pays for waking it, in a virtual machine several times what was to be measured (`--sleep` shows it, by `fastify-spin` too, which spends half a microsecond and the reading of a clock on nothing).',
  },
  {
    name: 'snapshot',
    file: 'packages/memory/bench/snapshot.bench.ts',
    args: [],
    note: 'A heap snapshot read as V8 writes it, and with its texts replaced by their lengths.',
  },
  {
    name: 'inspector',
    file: 'packages/memory/bench/inspector.bench.ts',
    args: [],
    note: 'Allocation sampling on a server that only computes, the pause of reading the samples, and the search for collections.',
  },
  {
    name: 'cache',
    file: 'packages/memory/bench/cache.bench.ts',
    args: [],
    note: 'BoundedCache beside lru-cache on generated traces; sizes in bytes against the heap.',
  },
  {
    name: 'database',
    file: 'backend/src/platform/database/testing/embedded.bench.ts',
    args: [],
    note: 'The embedded database in its worker, through the pool and Kysely. The second column opens a second engine in the same process, so its memory is on top of what the first one left.',
  },
  {
    name: 'jobs',
    file: 'backend/src/platform/jobs/testing/jobs.bench.ts',
    args: [],
    needsPostgres: true,
    note: 'The job queue and the delivery of events on both databases, in turn; medians of five rounds, with least and most. Latency is from the begin of the send to the begin of the handler, one job at a time.',
  },
  {
    name: 'connections',
    file: 'tests/load/connections.bench.ts',
    args: [],
    needsPostgres: true,
    note: 'HTTP connections that have sent one request and then nothing. The working set is that of the memory cgroup, the kernel’s part included; the first row also holds what the first requests leave behind, so the cost of one is taken from there on.',
  },
  {
    name: 'realtime',
    file: 'tests/load/realtime.bench.ts',
    args: [],
    note: 'The whole server beside the `ws` library alone. What a connection adds to the resident size depends on what the process had freed before; heap and buffers after a collection do not. The server writes each docket entry with its audit record and event before it tells of it; the library only sends a text, so the two rates have no ratio.',
  },
  {
    name: 'stalled-readers',
    file: 'backend/src/realtime/testing/stalled-readers.bench.ts',
    args: [],
    note: 'Readers whose sockets take nothing. `charged` counts a frame for every reader it waits for, though all share its bytes.',
  },
  {
    name: 'flow',
    file: 'packages/memory/bench/flow.bench.ts',
    args: [],
    note: 'Reading JSON, NDJSON and CSV as a stream; ratios of CPU time, medians over the rounds with least and most. papaparse with a callback for each chunk is its fastest use; it cannot be iterated.',
  },
  {
    name: 'flow-large',
    file: 'packages/memory/bench/flow.bench.ts',
    args: ['--ours', '--megabytes', '1000', '--rounds', '1', '--semi-space', '4'],
    note: 'The same readers on ten times as much, without their peers, with the young generation that a server of 384 MB has: what they hold does not grow with the input. Without `--semi-space` V8 lets its young generation grow by three times 16 MB over so many small records, and the growth is that.',
  },
];

measure(
  {
    file: new URL('../docs/benchmarks.md', import.meta.url),
    head: '# Benchmarks\n\nWritten by `npm run bench`; each part names its command, machine and commit. Machines are shared and noisy: ratios of figures measured in turn in one run can be compared, single figures of two runs cannot.',
    measurements: benches,
    verdict: (status) => (status === 0 ? '' : 'It ended with an error.'),
  },
  process.argv.slice(2),
);
