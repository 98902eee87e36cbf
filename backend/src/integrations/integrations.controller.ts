import {
  integration,
  integrationBody,
  integrationChange,
  integrationKeys,
  integrationPage,
  integrationQuery,
  integrationRun,
  integrationRunPage,
  runsQuery,
  syncStarted,
} from '@lexiflow/contracts';
import type {
  Integration,
  IntegrationBody,
  IntegrationChange,
  IntegrationKeys,
  IntegrationQuery,
  IntegrationRun,
  Page,
  RunsQuery,
  SyncStarted,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import { KeysService } from './credentials/keys.service.ts';
import { IntegrationsService } from './integrations.service.ts';
import { RunsService } from './runs/runs.service.ts';

const read = { access: 'integration:read', tag: 'integrations' } as const;
const manage = { access: 'integration:manage', tag: 'integrations' } as const;

@Controller('integrations')
export class IntegrationsController {
  constructor(
    private readonly integrations: IntegrationsService,
    private readonly runs: RunsService,
    private readonly keys: KeysService,
  ) {}

  @Get()
  @Endpoint({
    ...read,
    summary: 'List the integrations; credentials are never answered',
    query: integrationQuery,
    answer: integrationPage,
  })
  list(@Input('query') query: IntegrationQuery): Promise<Page<Integration>> {
    return this.integrations.list(query);
  }

  @Post()
  @Endpoint({
    ...manage,
    summary: 'Connect to a service',
    body: integrationBody,
    answer: integration,
    status: 201,
  })
  async create(
    @Input('body') body: IntegrationBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Integration> {
    return versioned(reply, await this.integrations.create(actor, body, repeat));
  }

  @Get('keys')
  @Endpoint({
    ...read,
    summary: 'The keys for credentials and how many integrations and webhooks each protects',
    answer: integrationKeys,
  })
  keyState(): Promise<IntegrationKeys> {
    return this.keys.state();
  }

  @Post('keys/reseal')
  @Endpoint({
    ...manage,
    summary: 'Encrypt all credentials with the current key, as a job',
    answer: integrationKeys,
    status: 202,
  })
  reseal(): Promise<IntegrationKeys> {
    return this.keys.start();
  }

  @Get(':id')
  @Endpoint({
    ...read,
    summary: 'Read an integration',
    params: idParams,
    ids: 'firm',
    answer: integration,
  })
  async get(
    @Input('params') { id }: IdParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Integration> {
    return versioned(reply, await this.integrations.get(id));
  }

  @Patch(':id')
  @Endpoint({
    ...manage,
    summary: 'Change an integration; needs If-Match',
    params: idParams,
    ids: 'firm',
    body: integrationChange,
    answer: integration,
  })
  async change(
    @Input('params') { id }: IdParams,
    @Input('body') body: IntegrationChange,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Integration> {
    const version = expectedVersion(request);
    return versioned(reply, await this.integrations.change(actor, id, version, body));
  }

  @Delete(':id')
  @Endpoint({
    ...manage,
    summary: 'Remove an integration with its credentials; needs If-Match',
    params: idParams,
    ids: 'firm',
    status: 204,
  })
  delete(
    @Input('params') { id }: IdParams,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.integrations.delete(actor, id, expectedVersion(request));
  }

  @Post(':id/test')
  @Endpoint({
    ...manage,
    summary: 'Connect now and say what came of it, a failure with the step that failed',
    params: idParams,
    ids: 'firm',
    answer: integrationRun,
  })
  test(@Input('params') { id }: IdParams, @CurrentActor() actor: Actor): Promise<IntegrationRun> {
    return this.runs.test(actor, id);
  }

  @Post(':id/sync')
  @Endpoint({
    ...manage,
    summary: 'Fetch soon; jobId is null when a sync waits or runs already',
    params: idParams,
    ids: 'firm',
    answer: syncStarted,
    status: 202,
  })
  sync(@Input('params') { id }: IdParams, @CurrentActor() actor: Actor): Promise<SyncStarted> {
    return this.runs.start(actor, id);
  }

  @Get(':id/runs')
  @Endpoint({
    ...read,
    summary: 'Tests and syncs, newest first',
    params: idParams,
    ids: 'firm',
    query: runsQuery,
    answer: integrationRunPage,
  })
  history(
    @Input('params') { id }: IdParams,
    @Input('query') query: RunsQuery,
  ): Promise<Page<IntegrationRun>> {
    return this.runs.list(id, query);
  }
}

function versioned(reply: FastifyReply, found: Integration): Integration {
  answerVersion(reply, found.version);
  return found;
}
