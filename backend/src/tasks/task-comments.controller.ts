import { subListQuery, taskComment, taskCommentBody, taskCommentPage } from '@lexiflow/contracts';
import type { Page, SubListQuery, TaskComment, TaskCommentBody } from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TaskCommentsService } from './task-comments.service.ts';

const tag = 'tasks';

@Controller('tasks/:id/comments')
export class TaskCommentsController {
  constructor(private readonly comments: TaskCommentsService) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'task:read',
    summary: 'What was said about a task, the oldest first',
    params: idParams,
    query: subListQuery,
    answer: taskCommentPage,
    tag,
  })
  list(
    @Input('params') { id }: IdParams,
    @Input('query') query: SubListQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<TaskComment>> {
    return this.comments.list(viewer, id, query);
  }

  @Post()
  @Endpoint({
    ids: 'case',
    access: 'task:write',
    summary: 'Say something about a task',
    params: idParams,
    body: taskCommentBody,
    answer: taskComment,
    status: 201,
    tag,
  })
  add(
    @Input('params') { id }: IdParams,
    @Input('body') body: TaskCommentBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
  ): Promise<TaskComment> {
    return this.comments.add(actor, id, body, repeat);
  }
}
