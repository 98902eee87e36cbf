import { gcResult, memoryMetrics } from '@lexiflow/contracts';
import type { GcResult, MemoryMetrics, SnapshotQuery } from '@lexiflow/contracts';
import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { MemoryActionsService } from './memory-actions.service.ts';
import { MemoryReportService } from './memory-report.service.ts';
import { sendSnapshot, snapshotAnswer } from './send-snapshot.ts';

const page = {
  access: 'metrics:read',
  priority: 'health',
  tag: 'monitoring',
  produces: 'text/plain',
} as const;
const act = { access: 'monitoring:act', priority: 'admin', tag: 'monitoring' } as const;

/** The addresses that the operating guides use, beside those under `monitoring/memory`. */
@Controller()
export class MonitoringController {
  constructor(
    private readonly report: MemoryReportService,
    private readonly actions: MemoryActionsService,
    private readonly metrics: Metrics,
  ) {}

  @Get('monitoring/memory-metrics')
  @Endpoint({
    access: 'monitoring:read',
    priority: 'admin',
    tag: 'monitoring',
    summary: 'Process, budget, pools, caches, admission and collections in one document',
    answer: memoryMetrics,
  })
  memoryMetrics(): MemoryMetrics {
    return this.report.metrics();
  }

  @Post('monitoring/gc')
  @Endpoint({ ...act, summary: 'Runs one full collection', answer: gcResult })
  collect(@CurrentActor() actor: Actor): Promise<GcResult> {
    return this.actions.collect(actor);
  }

  @Post('monitoring/caches/clear')
  @Endpoint({
    ...act,
    status: 204,
    summary: 'Forgets what the two-tier cache holds, on every instance; it fills again by itself',
  })
  clearCaches(@CurrentActor() actor: Actor): Promise<void> {
    return this.actions.clearCaches(actor);
  }

  @Post('monitoring/heap-snapshot')
  @Endpoint({ ...act, ...snapshotAnswer })
  async snapshot(
    @CurrentActor() actor: Actor,
    @Input('query') query: SnapshotQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void sendSnapshot(reply, await this.actions.openSnapshot(actor, query));
  }

  @Get('metrics')
  @Endpoint({ ...page, summary: 'Metrics in the Prometheus text format' })
  metricsPage(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.#text(reply);
  }

  @Get('monitoring/metrics')
  @Endpoint({ ...page, summary: 'The same page under the address of the guides' })
  monitoringPage(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.#text(reply);
  }

  #text(reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType).header('cache-control', 'no-store');
    return this.metrics.text();
  }
}
