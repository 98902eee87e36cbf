import {
  taskBody,
  taskCandidates,
  taskCandidatesQuery,
  taskChange,
  taskDetail,
  taskPage,
  taskQuery,
} from '@lexiflow/contracts';
import type {
  Page,
  TaskBody,
  TaskCandidates,
  TaskCandidatesQuery,
  TaskChange,
  TaskDetail,
  TaskQuery,
  TaskRow,
} from '@lexiflow/contracts';
import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
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
import { TaskAssignment } from './task-assignment.ts';
import { tasksLimits } from './tasks.limits.ts';
import { TasksService } from './tasks.service.ts';

const tag = 'tasks';
const bodyLimitBytes = tasksLimits.bodyBytes.value;
const record = { params: idParams, answer: taskDetail, tag } as const;

@Controller('tasks')
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly assignment: TaskAssignment,
  ) {}

  @Get()
  @Endpoint({
    access: 'task:read',
    summary: 'List tasks, by default those due first; assignee=me lists one’s own',
    query: taskQuery,
    answer: taskPage,
    tag,
  })
  list(@Input('query') query: TaskQuery, @CurrentViewer() viewer: Viewer): Promise<Page<TaskRow>> {
    return this.tasks.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'task:write',
    summary: 'Make a task',
    body: taskBody,
    answer: taskDetail,
    status: 201,
    bodyLimitBytes,
    tag,
  })
  async create(
    @Input('body') body: TaskBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskDetail> {
    return versioned(reply, await this.tasks.create(actor, body, repeat));
  }

  @Get('candidates')
  @Endpoint({
    access: 'task:write',
    summary: 'Who can be given a task, by name',
    query: taskCandidatesQuery,
    answer: taskCandidates,
    tag,
  })
  candidates(
    @Input('query') query: TaskCandidatesQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<TaskCandidates> {
    return this.assignment.candidates(viewer, query);
  }

  @Get(':id')
  @Endpoint({ ids: 'case', access: 'task:read', summary: 'Read a task', ...record })
  async get(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskDetail> {
    return versioned(reply, await this.tasks.get(viewer, id));
  }

  @Patch(':id')
  @Endpoint({
    ids: 'case',
    access: 'task:write',
    summary: 'Change a task or move it to another status; needs If-Match',
    body: taskChange,
    bodyLimitBytes,
    ...record,
  })
  async change(
    @Input('params') { id }: IdParams,
    @Input('body') body: TaskChange,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskDetail> {
    return versioned(reply, await this.tasks.change(actor, id, expectedVersion(request), body));
  }
}

function versioned(reply: FastifyReply, found: TaskDetail): TaskDetail {
  answerVersion(reply, found.version);
  return found;
}
