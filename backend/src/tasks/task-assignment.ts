import type { TaskCandidates, TaskCandidatesQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { CaseAccess } from '../cases/case-access.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TaskAssigneesRepository } from './task-assignees.repository.ts';
import { taskErrors } from './tasks.errors.ts';

/** Who was to do a task and who is to do it now; `after` is left out when that does not change. */
export interface Reassignment {
  readonly id: string;
  readonly caseId: string | null;
  readonly before: readonly string[];
  readonly after: readonly string[] | undefined;
}

/** Gives tasks to people, none of whom may come to know a case through it. */
@Injectable()
export class TaskAssignment {
  constructor(
    private readonly assignees: TaskAssigneesRepository,
    private readonly cases: CaseAccess,
  ) {}

  /** Throws AUTHZ_CASE_NOT_FOUND for a case that is not open to the viewer. */
  async candidates(viewer: Viewer, query: TaskCandidatesQuery): Promise<TaskCandidates> {
    const { caseId, q = '' } = query;
    if (caseId !== undefined) await this.cases.toRead(viewer, caseId, 'task:write');
    return { items: await this.assignees.candidates(caseId ?? null, q) };
  }

  /**
   * Writes a reassignment and answers who is new. Throws TASK_ASSIGNEE_REFUSED for somebody new who
   * cannot be given the task.
   */
  async set(trx: Transaction<Tables>, change: Reassignment): Promise<readonly string[]> {
    const { id, caseId, before, after = before } = change;
    const added = after.filter((userId) => !before.includes(userId));
    const refused = await this.assignees.refused(trx, caseId, added);
    if (refused.length > 0)
      throw taskErrors.assigneeRefused({
        errors: refused.map((userId) => ({
          path: `body.assigneeIds[${after.indexOf(userId)}]`,
          message: 'cannot be given this task',
        })),
      });
    await this.assignees.add(trx, id, added);
    await this.assignees.remove(
      trx,
      id,
      before.filter((userId) => !after.includes(userId)),
    );
    return added;
  }
}
