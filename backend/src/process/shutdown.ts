import { systemClock } from '@lexiflow/memory';
import type { App } from '../create-app.ts';
import { drainServer } from '../platform/http/drain-server.ts';
import { httpLimits } from '../platform/http/http.limits.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import type { MetricsListener } from '../platform/metrics/metrics-listener.ts';
import type { Platform } from '../platform/platform.ts';
import { EXIT_DRAINED, exitOnDrain } from './exit-on-drain.ts';

/** What is stopped. */
export interface RunningServer {
  readonly app: App;
  readonly metricsListener: MetricsListener;
  readonly platform: Platform;
}

/** Exit status after a second signal. */
const EXIT_INTERRUPTED = 130;

/** Exit status after an error that nobody caught. */
const EXIT_CRASHED = 1;

/** A signal this soon after the first one is the same wish, passed on by a parent. */
const SIGNAL_ECHO_MS = 1000;

/**
 * Ends the server in order on SIGTERM and SIGINT: not ready, no new connections, requests in flight
 * end, then the database and the log; status 0. A second signal ends the process at once, unless it
 * comes within a second: one Ctrl-C under npm arrives twice, from the terminal and from npm. An error
 * that nobody caught takes the same way with status 1, and with MEMORY_DRAIN=exit a request of the governor
 * for a fresh process with status 75.
 */
export function shutdownOn(
  target: NodeJS.Process,
  running: RunningServer,
  random = (): number => Math.random(),
): void {
  const { logger, governor, config } = running.platform;
  let isStopping = false;
  let signalledMs: number | null = null;
  const stop = (status: number, why: string) => {
    const nowMs = performance.now();
    const sinceSignalMs = signalledMs === null ? 0 : nowMs - signalledMs;
    if (status === 0) signalledMs ??= nowMs;
    if (isStopping) {
      if (status === EXIT_DRAINED) return undefined;
      if (status !== 0) return target.exit(status);
      return sinceSignalMs < SIGNAL_ECHO_MS ? undefined : target.exit(EXIT_INTERRUPTED);
    }
    isStopping = true;
    // Whatever hangs, the process is gone within the time that an orchestrator grants.
    const { drainMs, closeMs } = httpLimits;
    setTimeout(() => target.exit(EXIT_CRASHED), drainMs + closeMs).unref();
    logger.info({ why }, 'Server stopping');
    stopServer(running).then(
      () => logger.flush(() => target.exit(status)),
      (error: unknown) => {
        logger.error({ err: error }, 'Server did not stop cleanly');
        logger.flush(() => target.exit(EXIT_CRASHED));
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) target.on(signal, () => stop(0, signal));
  if (config.memory.drain === 'exit') {
    const uptimeMs = () => target.uptime() * 1000;
    const exit = () => stop(EXIT_DRAINED, 'memory pressure does not give way');
    exitOnDrain({ governor, logger, clock: systemClock, uptimeMs, random, exit });
  }
  const crash = (what: string) => (error: unknown) => {
    logger.fatal({ err: error, what }, 'Uncaught error');
    stop(EXIT_CRASHED, what);
  };
  target.on('uncaughtException', crash('uncaughtException'));
  target.on('unhandledRejection', crash('unhandledRejection'));
}

/** Drains and closes everything; the order is the order of dependence. */
export async function stopServer({ app, metricsListener, platform }: RunningServer): Promise<void> {
  const { lifecycle, governor, logger, figures } = platform;
  lifecycle.enter('draining');
  // Jobs are not waited for after the requests: both have the same time.
  const [cut] = await Promise.all([
    drainServer(app.server.server, {
      stopAccepting: () => app.acceptors.close(),
      openConnections: () => app.connections.figures.open,
      inFlight: () => figures.inFlight,
    }),
    app.nest.get(JobQueue).runner.stop(),
  ]);
  if (cut > 0) logger.warn({ requests: cut }, 'Requests cut at the end of the drain');
  await app.nest.close();
  await metricsListener.close();
  governor[Symbol.dispose]();
  logger.info('Server stopped');
}
