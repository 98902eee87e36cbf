import { createGovernor } from '@lexiflow/memory';
import type { AddressInfo } from 'node:net';
import { createApp } from '../create-app.ts';
import type { App } from '../create-app.ts';
import { loadConfig } from '../platform/config/load-config.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { createLogger } from '../platform/logging/create-logger.ts';
import { logDatabaseEvents } from '../platform/logging/log-database-events.ts';
import { logMemoryEvents } from '../platform/logging/log-memory-events.ts';
import { MetricsListener } from '../platform/metrics/metrics-listener.ts';
import { createPlatform } from './create-platform.ts';
import { governorOptions } from './governor-options.ts';
import { listen } from './listen.ts';
import { shutdownOn } from './shutdown.ts';
import { welcome } from './welcome.ts';

/** Exit status when the server cannot start: a port, the database, a broken part. */
const EXIT_START_FAILED = 1;

/**
 * Runs the server in this process: configuration, governor, database, application, both ports. A
 * failure on the way prints one line and ends the process with a status other than 0.
 */
export async function startProcess(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ level: config.log.level });
  logMemoryEvents(logger);
  logDatabaseEvents(logger);
  const governor = createGovernor(governorOptions(config)).start();
  const platform = createPlatform(config, logger, governor);
  const { lifecycle, metrics, reporter } = platform;
  let app: App | null = null;
  try {
    lifecycle.enter('migrating');
    app = await createApp(platform);
    const metricsListener = new MetricsListener(metrics, reporter);
    shutdownOn(process, { app, metricsListener, platform });
    await listen(app, metricsListener, config);
    const { port } = app.server.server.address() as AddressInfo;
    const ports = { port, metricsPort: metricsListener.port };
    logger.info({ ...ports, node: process.version, flags: process.execArgv }, 'Server listening');
    await welcome(app, config, port);
    governor.booted();
    lifecycle.enter('serving');
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    process.stderr.write(`lexiflow: ${sentence}\n`);
    // An expected refusal says all in its sentence; anything else is a defect and needs its stack.
    if (!(error instanceof AppError)) logger.debug({ err: error }, 'Start failed');
    // What is open already is closed in order: the database leaves no lock behind.
    await app?.nest.close().catch(() => undefined);
    logger.flush(() => process.exit(EXIT_START_FAILED));
  }
}
