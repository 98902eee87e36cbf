import { templateBody, templateDetail, templatePage, templateQuery } from '@lexiflow/contracts';
import type {
  Page,
  TemplateBody,
  TemplateDetail,
  TemplateQuery,
  TemplateRow,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TemplatesService } from './templates.service.ts';
import { workflowLimits } from './workflow.limits.ts';

const tag = 'workflows';
const bodyLimitBytes = workflowLimits.templateBytes.value;
const record = { params: idParams, answer: templateDetail, tag } as const;
const revisionQuery = z.strictObject({
  revision: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000))),
});
type RevisionQuery = z.infer<typeof revisionQuery>;

@Controller('workflow-templates')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  @Get()
  @Endpoint({
    access: 'workflow:read',
    summary: 'List the workflow templates by name; archived=true lists the archived ones',
    query: templateQuery,
    answer: templatePage,
    tag,
  })
  list(
    @Input('query') query: TemplateQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<TemplateRow>> {
    return this.templates.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'workflow:manage',
    summary: 'Make a workflow template',
    body: templateBody,
    answer: templateDetail,
    status: 201,
    bodyLimitBytes,
    tag,
  })
  async create(
    @Input('body') body: TemplateBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDetail> {
    return versioned(reply, await this.templates.create(actor, body, repeat));
  }

  @Get(':id')
  @Endpoint({
    ids: 'firm',
    access: 'workflow:read',
    summary: 'Read a workflow template, by default in its newest revision',
    query: revisionQuery,
    ...record,
  })
  async get(
    @Input('params') { id }: IdParams,
    @Input('query') { revision }: RevisionQuery,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDetail> {
    return versioned(reply, await this.templates.get(viewer, id, revision));
  }

  @Put(':id')
  @Endpoint({
    ids: 'firm',
    access: 'workflow:manage',
    summary: 'Write the next revision of a workflow template; needs If-Match',
    body: templateBody,
    bodyLimitBytes,
    ...record,
  })
  async revise(
    @Input('params') { id }: IdParams,
    @Input('body') body: TemplateBody,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDetail> {
    return versioned(reply, await this.templates.revise(actor, id, expectedVersion(request), body));
  }

  @Post(':id/archive')
  @Endpoint({
    ids: 'firm',
    access: 'workflow:manage',
    summary: 'Archive a workflow template; needs If-Match',
    ...record,
  })
  async archive(
    @Input('params') { id }: IdParams,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDetail> {
    const version = expectedVersion(request);
    return versioned(reply, await this.templates.setArchived(actor, id, version, true));
  }

  @Post(':id/unarchive')
  @Endpoint({
    ids: 'firm',
    access: 'workflow:manage',
    summary: 'Bring an archived workflow template back; needs If-Match',
    ...record,
  })
  async unarchive(
    @Input('params') { id }: IdParams,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDetail> {
    const version = expectedVersion(request);
    return versioned(reply, await this.templates.setArchived(actor, id, version, false));
  }
}

function versioned(reply: FastifyReply, found: TemplateDetail): TemplateDetail {
  answerVersion(reply, found.version);
  return found;
}
