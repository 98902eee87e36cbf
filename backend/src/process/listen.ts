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

/** Opens both ports; rejects with one sentence naming the port and the variable to change. */
export async function listen(app: App, metrics: MetricsListener, config: Config): Promise<void> {
  const { port, metricsPort, bindAddress } = config.server;
  await app.server
    .listen({ port, host: bindAddress, backlog: httpLimits.backlog })
    .catch((error: NodeJS.ErrnoException) => {
      throw new Error(listenFailure('PORT', port, error), { cause: error });
    });
  await metrics.listen(metricsPort, bindAddress).catch((error: NodeJS.ErrnoException) => {
    throw new Error(listenFailure('METRICS_PORT', metricsPort, error), { cause: error });
  });
}
