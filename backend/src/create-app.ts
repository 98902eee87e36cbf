import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.ts';
import { projectFolder } from './platform/config/load-config.ts';
import { Database } from './platform/database/database.ts';
import { compressAnswers } from './platform/http/compression/compress-answers.ts';
import { Acceptors } from './platform/http/connections/acceptors.ts';
import { ConnectionBook } from './platform/http/connections/connection-book.ts';
import { connectionMetrics } from './platform/http/connections/connection-metrics.ts';
import { serveConsole } from './platform/http/console/serve-console.ts';
import { createServer } from './platform/http/create-server.ts';
import { serveDocs } from './platform/http/docs/serve-docs.ts';
import { OverloadGate } from './platform/http/overload/overload-gate.ts';
import { overloadMetrics } from './platform/http/overload/overload-metrics.ts';
import { BareFastifyAdapter } from './platform/http/nest-adapter.ts';
import { ProblemFilter } from './platform/http/problem.filter.ts';
import { AUTHENTICATOR } from './platform/http/viewer.ts';
import type { Authenticator } from './platform/http/viewer.ts';
import { AccessLog } from './platform/logging/access-log.ts';
import { NestLogger } from './platform/logging/nest-logger.ts';
import type { Platform } from './platform/platform.ts';
import { VERSION } from './version.ts';

/** The application, wired and ready to listen. */
export interface App {
  readonly nest: NestFastifyApplication;
  readonly server: FastifyInstance;
  readonly connections: ConnectionBook;
  readonly acceptors: Acceptors;
}

/**
 * Puts the server together: the HTTP pass first, then documentation and console, then every feature.
 * Rejects when a route declares no access rule or a part cannot start.
 */
export async function createApp(platform: Platform, others: readonly Type[] = []): Promise<App> {
  const { config, logger, reporter, table } = platform;
  let authenticator: Authenticator | null = null;
  let database: Database | null = null;
  const waiting = (): number => database?.pool.waiting ?? 0;
  const overload = new OverloadGate(platform.governor, waiting, platform.overloadClock);
  const server = createServer({
    ...platform,
    accessLog: new AccessLog(logger),
    overload,
    trustedProxies: config.server.trustedProxies,
    mostHeldBodyBytes: config.stream.fileThresholdBytes,
    authenticator: () => (authenticator ??= nest.get<Authenticator>(AUTHENTICATOR)),
  });
  if (config.compression.enabled) {
    server.addHook('onSend', compressAnswers(config.compression));
  }
  const acceptors = new Acceptors();
  const connections = new ConnectionBook(server.server, platform.governor, {
    waitedMs: (nowMs) => acceptors.waitedMs(nowMs),
    arrive: (connection) => overload.arrive(connection),
  });
  platform.metrics.add(...connectionMetrics(connections));
  platform.metrics.add(...overloadMetrics(overload));
  platform.lifecycle.onDraining(() => overload.release());
  server.addHook('onClose', () => overload.close());
  serveDocs(server, table, VERSION);
  await serveConsole(server, join(projectFolder, 'frontend', 'dist'));
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(platform, others),
    new BareFastifyAdapter(server),
    { bodyParser: false, abortOnError: false, logger: new NestLogger(logger) },
  );
  nest.setGlobalPrefix('api').useGlobalFilters(new ProblemFilter(reporter));
  await nest.init();
  database = nest.get(Database);
  await server.ready();
  return { nest, server, connections, acceptors };
}
