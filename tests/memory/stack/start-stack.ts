import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMemoryCgroup, type MemoryCgroup } from '../../support/cgroup.ts';
import { startMonitor, type RunningMonitor } from '../../support/memory-monitor.ts';
import { startNginx, wideRates, type RunningNginx } from '../../support/nginx.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { budgetMb, serviceNames, type ServiceName } from './budget.ts';
import { isAlive, startPostgres } from './postgres.ts';
import { startRedis, type StackRedis } from './redis.ts';

const MIB = 1024 * 1024;
const builtConsole = new URL('../../../frontend/dist', import.meta.url).pathname;

export type Cgroups = Readonly<Record<ServiceName, MemoryCgroup>>;

/** The services of the stack, each in its own memory cgroup. */
export interface Stack extends AsyncDisposable {
  readonly api: RunningServer;
  /** The operator's token: the one of the command line is not taken from a proxy. */
  readonly token: string;
  readonly redis: StackRedis;
  readonly nginx: RunningNginx;
  readonly monitor: RunningMonitor;
  isRunning(name: ServiceName): boolean;
}

/** Makes the cgroups with the limits of the budget; throws when this machine does not allow it. */
export function makeCgroups(stack: DisposableStack): Cgroups {
  const make = (name: ServiceName): readonly [ServiceName, MemoryCgroup] => [
    name,
    stack.use(makeMemoryCgroup(cgroupName(name), budgetMb[name] * MIB)),
  ];
  return Object.fromEntries(serviceNames.map(make)) as Cgroups;
}

/** Starts everything, in the order in which one needs the other. */
export async function startStack(cgroups: Cgroups): Promise<Stack> {
  await using starting = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-stack-'));
  starting.defer(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = starting.use(startPostgres(cgroups.postgres, join(folder, 'postgres')));
  const redis = starting.use(await startRedis(cgroups.redis, folder));
  const token = randomBytes(24).toString('hex');
  const api = starting.use(
    await startServer({
      cgroup: cgroups.api,
      environment: {
        NODE_ENV: 'production',
        MEMORY_PROFILE: 'constrained',
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        ADMIN_TOKEN: token,
        TRUSTED_PROXIES: 'loopback',
        LOG_LEVEL: 'error',
      },
    }),
  );
  const apiPort = Number(new URL(api.url).port);
  const nginx = starting.use(
    await startNginx({
      cgroup: cgroups.nginx,
      upstreams: upstreams(apiPort),
      console: builtConsole,
      // One address makes all the load.
      rates: wideRates,
    }),
  );
  const monitor = starting.use(
    await startMonitor(
      {
        MONITOR_CGROUPS: serviceNames.map((name) => `${name}=${cgroupName(name)}`).join(' '),
        MONITOR_METRICS: `api=${api.metricsUrl}/monitoring/metrics`,
        MONITOR_HEALTH: `api=${api.url}/health/live nginx=${nginx.url}/health/live`,
      },
      cgroups['memory-monitor'],
    ),
  );
  const running = {
    api,
    postgres,
    redis,
    nginx: { isRunning: () => isAlive(nginx.pid) },
    'memory-monitor': monitor,
  };
  const started = starting.move();
  return {
    api,
    token,
    redis,
    nginx,
    monitor,
    isRunning: (name) => running[name].isRunning(),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** One colour, as the deployment writes it. */
function upstreams(port: number): string {
  return `map '' $active_colour { default blue; }
upstream api { zone api 64k; server 127.0.0.1:${port}; keepalive 32; keepalive_timeout 50s; }
upstream api_once { server 127.0.0.1:${port}; }
`;
}

function cgroupName(name: ServiceName): string {
  return `lexiflow-stack-${process.pid}-${name}`;
}
