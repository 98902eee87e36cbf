import cluster from 'node:cluster';
import { createServer } from 'node:net';
import type { App } from '../create-app.ts';
import type { Config } from '../platform/config/config.ts';
import { httpLimits } from '../platform/http/http.limits.ts';
import type { MetricsListener } from '../platform/metrics/metrics-listener.ts';

/** One line that says why a port could not be opened, for a person without the manual. */
export function listenFailure(
  variable: string,
  port: number,
  error: NodeJS.ErrnoException,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is in use by another process: stop it, or set ${variable}`;
    case 'EACCES':
      return `port ${port} needs more rights than this user has: set ${variable} to 1024 or above`;
    case 'EADDRNOTAVAIL':
      return `BIND_ADDRESS is not an address of this machine`;
    default:
      return `port ${port} cannot be opened: ${error.message}`;
  }
}

/** Whether several sockets may listen at the port. In a cluster the primary process accepts for all. */
function sharesPort(): boolean {
  return process.platform === 'linux' && !cluster.isWorker;
}

function requireFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Opens both ports; rejects with one sentence naming the port and the variable to change. */
export async function listen(app: App, metrics: MetricsListener, config: Config): Promise<void> {
  const { port, metricsPort, bindAddress } = config.server;
  const reusePort = sharesPort();
  const options = { host: bindAddress, backlog: httpLimits.backlog, reusePort };
  try {
    // Asked without sharing: a second server must not slip in beside the first.
    if (reusePort) await requireFree(port, bindAddress);
    await app.server.listen({ ...options, port });
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    throw new Error(listenFailure('PORT', port, failure), { cause: error });
  }
  if (reusePort) await app.acceptors.open(app.server.server, options);
  await metrics.listen(metricsPort, bindAddress).catch((error: NodeJS.ErrnoException) => {
    throw new Error(listenFailure('METRICS_PORT', metricsPort, error), { cause: error });
  });
}
