import { leakReport, leaksCleared, leakSettingsChange } from '@lexiflow/contracts';
import type {
  LeakReport,
  LeaksCleared,
  LeakSettingsChange,
  SnapshotQuery,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../../audit/current-actor.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { MemoryActionsService } from '../memory-actions.service.ts';
import { sendSnapshot, snapshotAnswer } from '../send-snapshot.ts';
import { LeakService } from './leak.service.ts';

const act = { access: 'monitoring:act', priority: 'admin', tag: 'monitoring' } as const;

/** What the leak detective knows, and what administrators may ask of it. */
@Controller('monitoring/memory/leaks')
export class LeaksController {
  constructor(
    private readonly leaks: LeakService,
    private readonly actions: MemoryActionsService,
  ) {}

  @Get()
  @Endpoint({
    access: 'monitoring:read',
    priority: 'admin',
    tag: 'monitoring',
    summary: 'Leak findings with their evidence and allocation, signals and settings',
    answer: leakReport,
  })
  report(): Promise<LeakReport> {
    return this.leaks.report();
  }

  @Post('check')
  @Endpoint({ ...act, status: 200, summary: 'Runs one whole round now', answer: leakReport })
  check(@CurrentActor() actor: Actor): Promise<LeakReport> {
    return this.leaks.check(actor);
  }

  @Post('configure')
  @Endpoint({
    ...act,
    status: 200,
    summary: 'Changes settings until the process ends',
    body: leakSettingsChange,
    answer: leakReport,
  })
  configure(
    @CurrentActor() actor: Actor,
    @Input('body') change: LeakSettingsChange,
  ): Promise<LeakReport> {
    return this.leaks.configure(actor, change);
  }

  @Post('clear-history')
  @Endpoint({
    ...act,
    status: 200,
    summary: 'Forgets the findings of all runs',
    answer: leaksCleared,
  })
  clear(@CurrentActor() actor: Actor): Promise<LeaksCleared> {
    return this.leaks.clear(actor);
  }

  @Post('snapshot')
  @Endpoint({ ...act, ...snapshotAnswer })
  async snapshot(
    @CurrentActor() actor: Actor,
    @Input('query') query: SnapshotQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void sendSnapshot(reply, await this.actions.openSnapshot(actor, query));
  }
}
