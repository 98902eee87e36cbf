import {
  subListQuery,
  workflowBody,
  workflowDetail,
  workflowMoveBody,
  workflowPage,
  workflowQuery,
  workflowTransitionPage,
} from '@lexiflow/contracts';
import type {
  Page,
  SubListQuery,
  WorkflowBody,
  WorkflowDetail,
  WorkflowMoveBody,
  WorkflowQuery,
  WorkflowRow,
  WorkflowTransition,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { WorkflowHistoryService } from './workflow-history.service.ts';
import { WorkflowService } from './workflow.service.ts';

const tag = 'workflows';

@Controller('workflows')
export class WorkflowController {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly transitions: WorkflowHistoryService,
  ) {}

  @Get()
  @Endpoint({
    access: 'workflow:read',
    summary: 'List the workflows on cases, the last changed first',
    query: workflowQuery,
    answer: workflowPage,
    tag,
  })
  list(
    @Input('query') query: WorkflowQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<WorkflowRow>> {
    return this.workflows.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'workflow:run',
    summary: 'Put a workflow on a case and start it; start=false leaves that for later',
    body: workflowBody,
    answer: workflowDetail,
    status: 201,
    tag,
  })
  async create(
    @Input('body') body: WorkflowBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkflowDetail> {
    return versioned(reply, await this.workflows.create(actor, body, repeat));
  }

  @Get(':id')
  @Endpoint({
    ids: 'case',
    access: 'workflow:read',
    summary: 'Read a workflow with its stages and the moves that are legal now',
    params: idParams,
    answer: workflowDetail,
    tag,
  })
  async get(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkflowDetail> {
    return versioned(reply, await this.workflows.get(viewer, id));
  }

  @Post(':id/moves')
  @Endpoint({
    ids: 'case',
    access: 'workflow:run',
    summary: 'Start, pause, resume or cancel a workflow, or end or skip a stage; needs If-Match',
    params: idParams,
    body: workflowMoveBody,
    answer: workflowDetail,
    tag,
  })
  async move(
    @Input('params') { id }: IdParams,
    @Input('body') body: WorkflowMoveBody,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkflowDetail> {
    return versioned(reply, await this.workflows.move(actor, id, expectedVersion(request), body));
  }

  @Get(':id/history')
  @Endpoint({
    ids: 'case',
    access: 'workflow:read',
    summary: 'Every transition of a workflow and its stages, the newest first',
    params: idParams,
    query: subListQuery,
    answer: workflowTransitionPage,
    tag,
  })
  history(
    @Input('params') { id }: IdParams,
    @Input('query') query: SubListQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<WorkflowTransition>> {
    return this.transitions.list(viewer, id, query);
  }
}

function versioned(reply: FastifyReply, found: WorkflowDetail): WorkflowDetail {
  answerVersion(reply, found.version);
  return found;
}
