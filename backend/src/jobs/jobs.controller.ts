import { job, jobPage, jobQueues, jobsQuery } from '@lexiflow/contracts';
import type { JobDetail, JobQueues, JobSummary, JobsQuery, Page } from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { JobsService } from './jobs.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'jobs and events' } as const;
const manage = { access: 'job:manage', priority: 'admin', tag: 'jobs and events' } as const;

@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get()
  @Endpoint({
    ...read,
    summary: 'Jobs, newest first; state=dead lists the dead letters',
    query: jobsQuery,
    answer: jobPage,
  })
  list(@Input('query') query: JobsQuery): Promise<Page<JobSummary>> {
    return this.jobs.list(query);
  }

  @Get('queues')
  @Endpoint({
    ...read,
    summary: 'Every kind of job: depth, age of the oldest, dead letters, schedule',
    answer: jobQueues,
  })
  queues(): Promise<JobQueues> {
    return this.jobs.queues();
  }

  @Get(':id')
  @Endpoint({
    ids: 'firm',
    ...read,
    summary: 'A job with its payload',
    params: idParams,
    answer: job,
  })
  get(@Input('params') { id }: IdParams): Promise<JobDetail> {
    return this.jobs.get(id);
  }

  @Post(':id/replay')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Let a dead letter run again, with all its tries',
    params: idParams,
    answer: job,
  })
  replay(@Input('params') { id }: IdParams, @CurrentActor() actor: Actor): Promise<JobDetail> {
    return this.jobs.replay(actor, id);
  }

  @Post(':id/discard')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Remove a dead letter',
    params: idParams,
    status: 204,
  })
  discard(@Input('params') { id }: IdParams, @CurrentActor() actor: Actor): Promise<void> {
    return this.jobs.discard(actor, id);
  }
}
