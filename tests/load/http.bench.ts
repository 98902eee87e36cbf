// Requests a second through the whole stack beside bare Fastify and the usual Nest stack, all on
// the same PostgreSQL, measured in turn round by round.
//
//   node tests/load/http.bench.ts [--seconds 4] [--rounds 5] [--connections 50] [--json]
//
// Needs TEST_DATABASE_URL and a built server (npm run build).
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { median, report } from '../../packages/memory/bench/machine-line.ts';
import { createDatabase } from '../support/postgres.ts';
import { makeFirstAdministrator } from '../support/first-administrator.ts';
import { startServer } from '../support/server.ts';
import { residentMb, startPeer } from './peer-server.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);
const usualNest = new URL('usual-nest/', import.meta.url).pathname;

interface Target {
  readonly name: string;
  readonly url: string;
  readonly authorization: string;
  /** Paths of the three cases, in their order. */
  readonly paths: readonly [string, string, string];
}

const cases = ['GET small JSON', 'GET list of 100', 'POST 2 KB, validated, stored'] as const;
const party = JSON.stringify({ name: 'Benchmark Party', notes: 'n'.repeat(2000) });

function install(): void {
  const options = { cwd: usualNest, stdio: 'ignore' } as const;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], options);
  const compiler = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname;
  execFileSync(process.execPath, [compiler, '-p', usualNest], options);
}

function dockets(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      court_id: index % 2 ? 'nysd' : 'cand',
      docket_number: `1:24-cv-${String(index).padStart(5, '0')}`,
      case_name: `Benchmark ${index} v. Peer`,
      date_filed: `20${String(10 + (index % 14))}-03-04`,
      assigned_to_str: 'Ada Burgess',
      nature_of_suit: '190 Contract: Other',
      parties: [],
      docket_entries: [],
    }),
  ).join('\n');
}

async function run(target: Target, index: number): Promise<number> {
  const isPost = index === 2;
  const headers: Record<string, string> = { authorization: target.authorization };
  if (isPost) headers['content-type'] = 'application/json';
  const result = await autocannon({
    url: target.url + target.paths[index],
    method: isPost ? 'POST' : 'GET',
    headers,
    ...(isPost ? { body: party } : {}),
    connections,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(
      `${target.name}, ${cases[index]}: ${result.non2xx} refused, ${result.errors} failed`,
    );
  return result.requests.average;
}

install();
await using database = await createDatabase('bench');
const startedMs = performance.now();
await using ours = await startServer({
  environment: {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    MEMORY_BUDGET_MB: '2048',
    LOG_LEVEL: 'info',
  },
});
const ourBootMs = performance.now() - startedMs;
await using fastify = await startPeer(
  new URL('bare-fastify.ts', import.meta.url).pathname,
  { DATABASE_URL: database.url },
  '/me',
);
await using nest = await startPeer(
  `${usualNest}dist/main.js`,
  { DATABASE_URL: database.url, JWT_SECRET: 'only for the benchmark, on loopback' },
  '/health',
);

const admin = { email: 'bench@example.com', name: 'Bench', password: 'a passphrase for the bench' };
const setup = await makeFirstAdministrator(ours, admin);
const { token } = (await setup.json()) as { token: string };
const filled = await fetch(`${ours.url}/api/docket/import`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  body: dockets(200),
});
if (!filled.ok) throw new Error(`filling answered ${filled.status}: ${await filled.text()}`);
const idleMb = [residentMb(ours.pid), residentMb(nest.pid), residentMb(fastify.pid)];

const targets: Target[] = [
  {
    name: 'LexiFlow',
    url: ours.url,
    authorization: `Bearer ${token}`,
    paths: ['/api/auth/me', '/api/cases?limit=100', '/api/parties'],
  },
  {
    name: 'bare Fastify',
    url: fastify.url,
    authorization: '',
    paths: ['/me', '/cases', '/parties'],
  },
  {
    name: 'usual Nest',
    url: nest.url,
    authorization: `Bearer ${/token (\S+)/.exec(nest.output())?.[1] ?? ''}`,
    paths: ['/me', '/cases?limit=100', '/parties'],
  },
];
const figures = targets.map(() => cases.map(() => [] as number[]));
for (const target of targets) for (const index of cases.keys()) await run(target, index);
for (let round = 0; round < rounds; round++)
  for (const index of cases.keys())
    for (const [who, target] of targets.entries())
      figures[who]![index]!.push(await run(target, index));

function ratio(index: number, peer: number): string {
  const ratios = figures[0]![index]!.map((value, round) => value / figures[peer]![index]![round]!);
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}

report(
  `HTTP, requests/s, ${connections} connections, ${rounds} rounds of ${seconds} s`,
  cases.map((name, index) => ({
    case: name,
    LexiFlow: Math.round(median(figures[0]![index]!)),
    'bare Fastify': Math.round(median(figures[1]![index]!)),
    'usual Nest': Math.round(median(figures[2]![index]!)),
    'ratio to bare Fastify': ratio(index, 1),
    'ratio to usual Nest': ratio(index, 2),
  })),
);
report('Idle after boot with PostgreSQL', [
  { figure: 'RSS MB', LexiFlow: idleMb[0]!, 'usual Nest': idleMb[1]!, 'bare Fastify': idleMb[2]! },
  {
    figure: 'start to first answer, ms',
    LexiFlow: Math.round(ourBootMs),
    'usual Nest': Math.round(nest.bootMs),
    'bare Fastify': Math.round(fastify.bootMs),
  },
]);
