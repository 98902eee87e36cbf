import { isDeepStrictEqual } from 'node:util';
import type {
  Page,
  TaskBody,
  TaskChange,
  TaskDetail,
  TaskQuery,
  TaskRow,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CaseAccess } from '../cases/case-access.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TaskAssignment } from './task-assignment.ts';
import { taskChanges } from './task-changes.ts';
import { TaskRules } from './task-rules.ts';
import { requireTaskMove } from './task-status.ts';
import { taskErrors } from './tasks.errors.ts';
import { TasksRepository } from './tasks.repository.ts';

/** The tasks and the rules of their life. */
@Injectable()
export class TasksService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly tasks: TasksRepository,
    private readonly assignment: TaskAssignment,
    private readonly cases: CaseAccess,
    private readonly rules: TaskRules,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, query: TaskQuery): Promise<Page<TaskRow>> {
    const { rows, ...page } = await this.tasks.list(viewer, query);
    return { items: rows, ...page };
  }

  /** Throws TASK_NOT_FOUND for a task that does not exist or is not open to the viewer. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<TaskDetail> {
    const found = await this.tasks.find(viewer, id, trx);
    if (!found) throw taskErrors.notFound();
    return found;
  }

  /**
   * Makes a task. Throws AUTHZ_CASE_NOT_FOUND, CASE_ARCHIVED, TASK_ASSIGNEE_REFUSED.
   */
  async create(actor: Actor, body: TaskBody, repeat: Repeat): Promise<TaskDetail> {
    const caseId = body.caseId ?? null;
    const work = async (trx: Transaction<Tables>): Promise<TaskDetail> => {
      if (caseId !== null) await this.cases.toChange(trx, actor, caseId, 'task:write');
      const id = await this.tasks.insert(trx, body, actor.userId);
      await this.assignment.set(trx, { id, caseId, before: [], after: body.assigneeIds });
      const facts = { id, caseId, added: body.assigneeIds };
      await this.changes.record(trx, actor, ...taskChanges.created(facts));
      return this.tasks.written(trx, id);
    };
    return this.idempotency.run(actor, repeat.key, repeat.request, work, (trx, { id }) =>
      this.get(actor, id, trx),
    );
  }

  /**
   * Changes a task at the version it was read. A change that changes nothing writes nothing. Throws
   * TASK_NOT_FOUND, HTTP_STALE_VERSION, CASE_ARCHIVED, TASK_STATUS_REFUSED, TASK_ASSIGNEE_REFUSED,
   * and what the workflow of the task refuses.
   */
  async change(actor: Actor, id: string, version: number, body: TaskChange): Promise<TaskDetail> {
    return this.idempotency.run(
      actor,
      noRepeat.key,
      noRepeat.request,
      async (trx) => {
        const before = await this.#toChange(trx, actor, id, version);
        const fields = differing(before, body);
        if (fields.length === 0) return before;
        const to = fields.includes('status') ? body.status : undefined;
        if (to !== undefined) {
          requireTaskMove(before.status, to);
          await this.rules.beforeMove(trx, before, to);
        }
        const { assigneeIds, ...columns } = pick(body, fields);
        const added = await this.assignment.set(trx, {
          id,
          caseId: before.caseId,
          before: before.assignees.map(({ userId }) => userId),
          after: assigneeIds,
        });
        if (!(await this.tasks.update(trx, id, version, columns))) throw httpErrors.staleVersion();
        await this.changes.record(trx, actor, ...taskChanges.changed(before, fields, to, added));
        const after = await this.tasks.written(trx, id);
        if (to === undefined) return after;
        await this.rules.afterMove(trx, actor, after);
        return this.tasks.written(trx, id);
      },
      async () => {},
    );
  }

  /** The task at that version, its case locked against every other change below it. */
  async #toChange(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    version: number,
  ): Promise<TaskDetail> {
    let before = await this.get(actor, id, trx);
    if (before.caseId !== null) {
      await this.cases.toChange(trx, actor, before.caseId, 'task:write');
      // Read again: whoever held the lock of the case may have changed the task.
      before = await this.get(actor, id, trx);
    }
    if (before.version !== version) throw httpErrors.staleVersion();
    return before;
  }
}

/** Names of the fields that are given and differ. */
function differing(before: TaskDetail, body: TaskChange): (keyof TaskChange)[] {
  const now: Record<string, unknown> = {
    ...before,
    assigneeIds: before.assignees.map(({ userId }) => userId).toSorted(),
  };
  const wanted: Record<string, unknown> = { ...body };
  if (body.assigneeIds) wanted['assigneeIds'] = body.assigneeIds.toSorted();
  return (Object.keys(body) as (keyof TaskChange)[]).filter(
    (name) => wanted[name] !== undefined && !isDeepStrictEqual(wanted[name], now[name]),
  );
}

function pick(body: TaskChange, fields: readonly string[]): TaskChange {
  return Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name)));
}
