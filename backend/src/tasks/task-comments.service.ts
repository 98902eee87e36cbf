import type { Page, SubListQuery, TaskComment, TaskCommentBody } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { taskChanges } from './task-changes.ts';
import { TaskCommentsRepository } from './task-comments.repository.ts';
import { taskErrors } from './tasks.errors.ts';
import { tasksLimits } from './tasks.limits.ts';
import { TasksService } from './tasks.service.ts';

/** What people say about a task. */
@Injectable()
export class TaskCommentsService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly tasks: TasksService,
    private readonly comments: TaskCommentsRepository,
    private readonly changes: ChangeLog,
  ) {}

  /** Throws TASK_NOT_FOUND. */
  async list(viewer: Viewer, taskId: string, query: SubListQuery): Promise<Page<TaskComment>> {
    await this.tasks.get(viewer, taskId);
    return this.comments.page(taskId, query);
  }

  /** Throws TASK_NOT_FOUND, TASK_TOO_MANY_COMMENTS. */
  async add(
    actor: Actor,
    taskId: string,
    body: TaskCommentBody,
    repeat: Repeat,
  ): Promise<TaskComment> {
    return this.idempotency.run(
      actor,
      repeat.key,
      repeat.request,
      async (trx) => {
        const task = await this.tasks.get(actor, taskId, trx);
        if (task.commentCount >= tasksLimits.comments.value) throw taskErrors.tooManyComments();
        const made = await this.comments.insert(trx, taskId, actor, body.text);
        await this.changes.record(trx, actor, taskChanges.commented(task));
        return made;
      },
      (trx) => this.tasks.get(actor, taskId, trx),
    );
  }
}
