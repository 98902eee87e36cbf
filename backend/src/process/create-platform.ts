import type { Governor } from '@lexiflow/memory';
import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { Lifecycle } from '../platform/http/lifecycle.ts';
import { RouteTable } from '../platform/http/routes/route-table.ts';
import { TrafficGuard } from '../platform/http/traffic/traffic-guard.ts';
import { trafficMetrics } from '../platform/http/traffic/traffic-metrics.ts';
import { cacheMetrics } from '../platform/metrics/cache-figures.ts';
import { memoryMetrics } from '../platform/metrics/memory-metrics.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { processMetrics } from '../platform/metrics/process-metrics.ts';
import { RequestFigures } from '../platform/metrics/request-figures.ts';
import { requestMetrics } from '../platform/metrics/request-metrics.ts';
import { SharedSnapshot } from '../platform/metrics/shared-snapshot.ts';
import type { Platform } from '../platform/platform.ts';

/** The platform of one process around its configuration, log and governor. */
export function createPlatform(config: Config, logger: Logger, governor: Governor): Platform {
  const figures = new RequestFigures();
  const metrics = new Metrics();
  const shared = new SharedSnapshot(governor);
  const { rateLimitScale, autoBlock, trustedProxies } = config.server;
  const traffic = new TrafficGuard({
    scale: rateLimitScale,
    isBlockingAbuse: autoBlock,
    trustedProxies,
    accounts: governor,
  });
  metrics.add(
    ...requestMetrics(figures),
    ...processMetrics(governor, shared),
    ...memoryMetrics(shared),
    ...cacheMetrics(governor),
    ...trafficMetrics(traffic),
  );
  return {
    config,
    logger,
    governor,
    figures,
    metrics,
    traffic,
    reporter: new ErrorReporter(logger),
    lifecycle: new Lifecycle(),
    table: new RouteTable(),
  };
}
