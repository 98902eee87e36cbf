// Runs the server inside a real memory cgroup of 384 MB against an external PostgreSQL, loads it,
// and prints what the kernel saw. Exit code 1 when it was killed, served nothing or logged an error,
// 69 when no cgroup can be made.
//
//   npm run test:memory:constrained -- [--seconds N] [--connections N]
//
// Needs TEST_DATABASE_URL (a PostgreSQL with pgvector whose user may create databases) and root.
import { once } from 'node:events';
import * as http from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { makeMemoryCgroupOrExit, type MemoryCgroup } from '../support/cgroup.ts';
import { createDatabase } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';
import { docket } from './stress/docket.ts';

const MIB = 1024 * 1024;
const LIMIT_MB = 384;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '200' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);

interface Phase {
  readonly name: string;
  readonly requests: autocannon.Request[];
}

function phases(authorization: string, caseIds: string[]): Phase[] {
  const headers = { authorization };
  const get = (path: string): autocannon.Request => ({ method: 'GET', path, headers });
  const load = (from: number, count: number): autocannon.Request => ({
    method: 'POST',
    path: '/api/docket/import',
    headers: { ...headers, 'content-type': 'application/x-ndjson' },
    body: Array.from({ length: count }, (_, index) =>
      JSON.stringify(docket(from + index, 200)),
    ).join('\n'),
  });
  return [
    {
      name: 'reading: lists, dockets, search',
      requests: [
        get('/api/cases?limit=100'),
        get('/api/search?q=motion'),
        ...caseIds.map((id) => get(`/api/cases/${id}/docket?limit=100`)),
        get('/api/health/memory'),
      ],
    },
    {
      name: 'imports of 2 MB beside reading',
      requests: [
        load(0, 20),
        get('/api/cases?limit=100'),
        load(1000, 20),
        get('/api/search?q=load'),
      ],
    },
  ];
}

async function run(cgroup: MemoryCgroup): Promise<boolean> {
  await using database = await createDatabase('constrained');
  await using server = await startServer({
    cgroup,
    environment: {
      NODE_ENV: 'production',
      MEMORY_PROFILE: 'constrained',
      DATABASE_URL: database.url,
      LOG_LEVEL: 'warn',
    },
  });
  const token = `Bearer ${server.localToken()}`;
  const setUp = await fetch(`${server.url}/api/docket/import`, {
    method: 'POST',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify([docket(90_000, 200), docket(90_001, 200), docket(90_002, 200)]),
  });
  if (!setUp.ok)
    throw new Error(`the first import answered ${setUp.status}: ${await setUp.text()}`);
  const list = await fetch(`${server.url}/api/cases`, { headers: { authorization: token } });
  const { items } = (await list.json()) as { items: { id: string }[] };

  const idle = cgroup.workingSetBytes();
  console.log(`idle working set ${(idle / MIB).toFixed(0)} MB of ${LIMIT_MB} MB`);
  const rows: Record<string, unknown>[] = [];
  for (const { name, requests } of phases(
    token,
    items.map((row) => row.id),
  )) {
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, cgroup.workingSetBytes())), 200);
    const result = await autocannon({
      url: server.url,
      connections,
      duration: seconds / 2,
      timeout: 30,
      requests,
    });
    clearInterval(watch);
    rows.push({
      load: name,
      'requests/s': Math.round(result.requests.average),
      '2xx': result['2xx'],
      'shed (503, 429)': countOf(result, [503, 429]),
      'other answers': result.non2xx - countOf(result, [503, 429]),
      'connection errors': result.errors,
      'p99 ms': result.latency.p99,
      'peak working set MB': Math.round(peak / MIB),
    });
  }
  console.table(rows);
  const health = await readOnce(`${server.url}/api/health/memory`);
  const kills = cgroup.oomKills();
  const isAlive = server.isRunning();
  console.log(`memory health after the load: ${health.status} ${health.body}`);
  console.log(
    `most the group ever held (page cache included): ${(cgroup.maxUsageBytes() / MIB).toFixed(0)} MB`,
  );
  console.log(`killed by the kernel: ${kills}; server running: ${isAlive ? 'yes' : 'no'}`);
  const errors = server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
  console.log(`lines of level error in the log: ${errors.length}`);
  for (const line of errors.slice(0, 5)) console.log(line.slice(0, 1000));
  const isServed = rows.every((row) => (row['2xx'] as number) > 0);
  return kills === 0 && isAlive && isServed && errors.length === 0;
}

/**
 * Reads over a connection of its own: the one that fetch keeps from before the load is as old as
 * the server's keep-alive by now, and may be closed under the request.
 */
async function readOnce(url: string): Promise<{ status: number | undefined; body: string }> {
  const [answer] = (await once(http.get(url, { agent: false }), 'response')) as [
    http.IncomingMessage,
  ];
  return { status: answer.statusCode, body: await text(answer) };
}

function countOf(result: autocannon.Result, statuses: number[]): number {
  const byStatus = result.statusCodeStats as Record<string, { count: number }> | undefined;
  return statuses.reduce((sum, status) => sum + (byStatus?.[status]?.count ?? 0), 0);
}

const cgroup = makeMemoryCgroupOrExit(`lexiflow-constrained-${process.pid}`, LIMIT_MB * MIB);
const passed = await run(cgroup).finally(() => cgroup[Symbol.dispose]());
console.log(passed ? 'verdict: held' : 'verdict: NOT held');
process.exit(passed ? 0 : 1);
