import { measure, type Measurement } from './measured-page.ts';

// `npm run proofs [-- NAME...]`: runs the memory proofs one after the other and writes each one's part of
// docs/proofs.md. Without names all of them run, which takes about an hour and a half.

const proofs: readonly Measurement[] = [
  {
    name: 'kill-matrix',
    file: 'tests/memory/kill-matrix.ts',
    args: [],
    note: 'A small server and thirteen ways to run it out of memory, in a memory cgroup. `governor` uses the library, the others are the same surfaces as they are usually written, with and without @fastify/under-pressure; all have the same V8 flags. Deaths are kills by the kernel and aborts of V8; a supervisor starts the server again. Health: answered within 2 s. `users` are ten well-behaved clients beside the attack, `attack served` its own requests that were answered.',
  },
  {
    name: 'hand-tuned',
    file: 'tests/memory/kill-matrix.ts',
    args: [
      '--attacks',
      'buffer-flood,object-flood',
      '--limits',
      '256',
      '--controls',
      'governor,limit:8,limit:16,limit:24,limit:32,limit:40,limit:48',
    ],
    note: 'The governor beside `limit:N`, the same surfaces with at most N requests at a time and 503 for the rest, as one would tune it by hand for one load. Read both attacks: the number that serves most of the one is no number for the other. A fixed number turns away without a look at who asks, so the ten ordinary clients wait in the same line as the flood.',
  },
  {
    name: 'isolation',
    file: 'tests/memory/isolation.ts',
    args: [],
    note: 'One piece of work given away in two ways with the same limit: to a worker thread with V8’s `resourceLimits`, and to `runIsolated`. The cgroup holds the host and whoever works for it. The first isolated call of a process is the slower one: it measures what Node reserves before it does anything.',
  },
  {
    name: 'stress',
    file: 'tests/memory/stress.ts',
    args: ['--profile', 'constrained'],
    needsPostgres: true,
    note: 'The built server with PostgreSQL on the same machine, the load from a process of its own. Latencies are seen from the client, from the write of a request to the last byte of its answer.',
  },
  {
    name: 'stress-balanced',
    file: 'tests/memory/stress.ts',
    args: ['--profile', 'balanced'],
    needsPostgres: true,
    note: 'The same with the budget of the profile `balanced`.',
  },
  {
    name: 'leak-detection',
    file: 'tests/memory/leak-detection.ts',
    args: [],
    note: 'Small real programs, each in a process of its own with the detective beside it; each declares whether it leaks and what holds the memory, and the detective reads nothing of that. Its clock runs a hundred times as fast, the load does not, so that a conviction rests on a hundredth of the work it would rest on. Recall and precision are of convictions; a suspicion alone is none.',
  },
  {
    name: 'soak',
    file: 'tests/memory/soak.ts',
    args: [],
    needsPostgres: true,
    note: 'What lives: heap and buffers after full collections, one every fifteen seconds on demand. The slope is fitted to medians of minutes, after the first quarter or five minutes, whichever is longer: until then caches fill and V8 compiles. An interval that holds zero says that no growth was seen, not that there is none. The working set holds room that V8 keeps for its next objects.',
  },
  {
    name: 'memory-monitor',
    file: 'tests/memory/memory-monitor.ts',
    args: ['--minutes', '5'],
    note: 'The built monitor, with the flags of its start script. It reads twenty cgroups and two metrics pages of 250 routes each second, while four readers ask in turn for the page, the metrics, the targets, the rollback answer and the alerts, and a process of another cgroup outgrows it. The cgroup holds the process and what it reads first; the text of Node stood in the page cache already, charged to another group.',
  },
  {
    name: 'stack',
    file: 'tests/memory/stack.ts',
    args: ['--seconds', '60'],
    note: 'The services of the operating guide that can be had without its images, with the settings of deploy/, together. The working set is what the kernel cannot take back: anonymous, shared and kernel memory. The load comes through nginx from a process of its own; Redis is filled beside it with several times what it may hold. PostgreSQL runs with fsync off, as the tests start it. The users ask again at once, from one address: after its 30,000 interactive requests of a minute they are refused as fast as they ask, and what is still served beside that are their imports. Prometheus, Grafana, Loki and Alertmanager are not part of it.',
  },
  {
    name: 'services',
    file: 'tests/memory/services.ts',
    args: ['--minutes', '10'],
    needsPostgres: true,
    note: 'Webhooks to a receiver that is down half of the time, notifications, WebSockets with readers that do not read, workflows, bulk calls, connectors to services of this machine, sign-ins, and strangers from addresses drawn by chance, together against one process in a memory cgroup of 384 MB. The places for WebSockets are fewer than are asked for. Each line is the worst of the readings of the metrics page, one every two seconds, or what the database kept at the end; the bounds are read from the same page and from docs/limits.md. A service that is told 429 or 503 tries again; anything else counts as failed.',
  },
  {
    name: 'webhook-burst',
    file: 'tests/load/webhook-burst.ts',
    args: ['--kills', '3'],
    needsPostgres: true,
    note: 'Events of one import, delivered by two processes to a receiver that is up for 4 s and down for 4 s, in one half of the down time with 503, in the other by ending the connection. Three times the process that takes no import is killed with SIGKILL and started again. What the log says of each delivery is held against what the receiver saw; a killed process can leave a request that the log does not have.',
  },
];

measure(
  {
    file: new URL('../docs/proofs.md', import.meta.url),
    head: '# Memory proofs\n\nWritten by `npm run proofs`; each part names its command, machine and commit.',
    measurements: proofs,
    verdict: (status) => (status === 0 ? 'Everything held.' : 'Not everything held.'),
  },
  process.argv.slice(2),
);
