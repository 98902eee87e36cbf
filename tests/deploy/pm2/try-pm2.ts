// Starts the production server under PM2 as backend/ecosystem.config.cjs says, with a database of its own,
// and looks at what PM2 is for: two instances, a reload without a failed request, a restart after a crash.
//
//   npm run test:pm2
//
// Needs TEST_DATABASE_URL. PM2 is installed into this folder by its lock file. Exit code 1 when a check fails.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase } from '../../support/postgres.ts';
import { sparePort } from '../../support/spare-port.ts';
import { steadyRequests } from './steady-requests.ts';

const WITHIN_MS = 120_000;
const METRICS_WITHIN_MS = 5_000;
const MIB = 1024 * 1024;
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const ecosystem = join(root, 'backend/ecosystem.config.cjs');

interface Instance {
  readonly pid: number;
  readonly monit: { readonly memory: number };
  readonly pm2_env: {
    readonly status: string;
    readonly METRICS_PORT: string | number;
    readonly max_memory_restart: number;
  };
}

let failures = 0;

if (!existsSync(join(here, 'node_modules/pm2/package.json')))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });

const folder = mkdtempSync(join(tmpdir(), 'lexiflow-pm2-'));
// PM2 gives each instance the next metrics port.
const port = await sparePort(3);
const metricsPort = port + 1;
await using database = await createDatabase('pm2');
const env = {
  PATH: `${join(root, 'node_modules/node/bin')}:${process.env['PATH']}`,
  HOME: folder,
  PM2_HOME: join(folder, 'pm2'),
  PORT: String(port),
  METRICS_PORT: String(metricsPort),
  DATA_DIR: join(folder, 'data'),
  DATABASE_URL: database.url,
  MEMORY_PROFILE: 'constrained',
  RATE_LIMIT_SCALE: '0',
};
const url = `http://127.0.0.1:${port}`;

try {
  await pm2('start', ecosystem);
  await until('both instances serve their own metrics page', async () => {
    const pages = [metricsPort, metricsPort + 1].map((each) => metrics(each));
    return (await Promise.all(pages)).every((page) =>
      page.includes('lexiflow_memory_budget_bytes'),
    );
  });
  await until('two instances are online', async () => (await online()).length === 2);
  const first = await online();
  for (const { monit, pm2_env: settings } of first) {
    const page = await metrics(Number(settings.METRICS_PORT));
    const budget = Number(/^lexiflow_memory_budget_bytes(?:\{[^}]*\})? (\S+)/m.exec(page)?.[1]);
    check(
      `budget ${budget / MIB} MB, PM2 restarts above ${settings.max_memory_restart / MIB} MB`,
      budget === settings.max_memory_restart,
    );
    check(`it holds ${Math.round(monit.memory / MIB)} MB`, monit.memory < budget);
  }

  const traffic = steadyRequests(`${url}/health/live`, 8);
  await until('requests are answered', async () => traffic.answered > 100);
  const before = traffic.answered;
  await pm2('reload', ecosystem);
  await until('requests go on after the reload', async () => traffic.answered > before + 200);
  const failed = await traffic.stop();
  const second = await online();
  check(
    `reload under load: ${traffic.answered} answered, failed: ${failed.join(', ') || 'none'}`,
    failed.length === 0,
  );
  check('both instances were replaced', hasNone(second, first) && second.length === 2);

  process.kill(second[0]?.pid ?? 0, 'SIGKILL');
  await until('a killed instance is started again', async () => {
    const now = await online();
    return now.length === 2 && now.every(({ pid }) => pid !== second[0]?.pid);
  });
} catch (error) {
  check(String(error), false);
  console.error(await pm2('logs', '--nostream', '--lines', '40').catch(String));
} finally {
  await pm2('kill').catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? 'verdict: held' : 'verdict: NOT held');
process.exitCode = failures === 0 ? 0 : 1;

async function pm2(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    join(root, 'node_modules/node/bin/node'),
    [join(here, 'node_modules/pm2/bin/pm2'), ...args],
    { env, cwd: root, timeout: WITHIN_MS, maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout;
}

async function metrics(of: number): Promise<string> {
  const page = `http://127.0.0.1:${of}/monitoring/metrics`;
  return (await fetch(page, { signal: AbortSignal.timeout(METRICS_WITHIN_MS) })).text();
}

async function online(): Promise<Instance[]> {
  const text = await pm2('jlist');
  const list = JSON.parse(text.slice(text.indexOf('['))) as Instance[];
  return list.filter(({ pm2_env: { status } }) => status === 'online');
}

function hasNone(now: readonly Instance[], before: readonly Instance[]): boolean {
  return now.every(({ pid }) => before.every((old) => old.pid !== pid));
}

function check(what: string, holds: boolean): void {
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  if (!holds) failures++;
}

async function until(what: string, isReached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (Date.now() < deadline) {
    if (await isReached().catch(() => false)) return check(what, true);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`not within ${WITHIN_MS / 1000} s: ${what}`);
}
