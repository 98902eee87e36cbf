// A small server in place of the API, for deployments that must go wrong. LEXIFLOW_VERSION names what
// happens once the first request of a user arrives; before that it is as well as any other:
//   good  memory  slow  unhealthy  crashing
// and `broken` never becomes ready, `smoky` fails one address of the smoke test.
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const MIB = 1024 * 1024;
const SLOW_MS = 400;
const CRASH_AFTER_MS = 150;
const IDLE_MS = 300;

const version = process.env['LEXIFLOW_VERSION'] ?? 'good';
/** Says to the next start that this one crashed. */
const crashed = process.env['FAULT_MARKER'] ?? '';
const held: Buffer[] = [];
let isInUse = false;
let isDraining = false;

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  const isProbe = path.startsWith('/health') || path.startsWith('/smoke');
  if (!isProbe && !isInUse) begin();
  const status = statusOf(path);
  const answer = () => {
    if (isDraining) response.setHeader('connection', 'close');
    response.writeHead(status, { 'content-type': 'application/json', 'x-version': version });
    response.end(JSON.stringify({ version, pid: process.pid, path }));
  };
  if (version === 'slow' && isInUse) setTimeout(answer, SLOW_MS);
  else answer();
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env['PORT']), '127.0.0.1');

if (version === 'crashing' && existsSync(crashed)) crashSoon();

// As the API: answers for a while with `Connection: close`, then closes what is idle.
process.on('SIGTERM', () => {
  isDraining = true;
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), IDLE_MS);
});

function begin(): void {
  isInUse = true;
  if (version === 'memory') held.push(Buffer.alloc(128 * MIB, 1));
  if (version === 'crashing') crashSoon();
}

function crashSoon(): void {
  writeFileSync(crashed, '');
  setTimeout(() => process.exit(1), CRASH_AFTER_MS);
}

function statusOf(path: string): number {
  if (version === 'broken' && path === '/health/ready') return 503;
  if (version === 'smoky' && path === '/smoke') return 500;
  if (version === 'unhealthy' && isInUse && path.startsWith('/health')) return 503;
  return 200;
}
