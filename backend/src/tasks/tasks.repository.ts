import type { TaskBody, TaskChange, TaskDetail, TaskQuery, TaskRow } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { detailColumns, rowColumns } from './task-columns.ts';
import { taskFilters, taskKeyset } from './task-filters.ts';
import { visibleTasks } from './task-visibility.ts';
import './tasks.schema.ts';

type TaskSelect<Row> = SelectQueryBuilder<Tables, 'tasks' | 'cases', Row>;
type ListPage = { rows: TaskRow[]; nextCursor: string | null; total?: number };

/** SQL of the tasks. Every read for a viewer is inside what the viewer may see. */
@Injectable()
export class TasksRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  async list(viewer: Viewer, query: TaskQuery): Promise<ListPage> {
    const visible = this.#from()
      .where(visibleTasks(this.access, viewer))
      .where(taskFilters(query, viewer.userId));
    const rows = visible.select([...rowColumns]) as TaskSelect<TaskRow>;
    const page = await keysetPage(rows, taskKeyset(query.sort), query);
    if (!query.count) return page;
    const counted = visible.select(sql<number>`count(*)::int`.as('total'));
    return { ...page, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async find(
    viewer: Viewer,
    id: string,
    trx?: Transaction<Tables>,
  ): Promise<TaskDetail | undefined> {
    return this.#detail(trx)
      .where(visibleTasks(this.access, viewer))
      .where('tasks.id', '=', id)
      .executeTakeFirst();
  }

  /** A task that the caller has just written, whoever may see it. */
  async written(trx: Transaction<Tables>, id: string): Promise<TaskDetail> {
    return this.#detail(trx).where('tasks.id', '=', id).executeTakeFirstOrThrow();
  }

  async insert(
    trx: Transaction<Tables>,
    body: Omit<TaskBody, 'assigneeIds'>,
    createdBy: string | null,
  ): Promise<string> {
    const id = newId();
    await trx
      .insertInto('tasks')
      .values({
        id,
        case_id: body.caseId ?? null,
        title: body.title,
        description: body.description,
        priority: body.priority,
        due_on: body.dueOn ?? null,
        checklist: JSON.stringify(body.checklist),
        created_by: createdBy,
      } as never)
      .execute();
    return id;
  }

  /**
   * Writes the fields given and answers false when the task does not have that version any more. A
   * new due date is announced anew when it passes.
   */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    change: Omit<TaskChange, 'assigneeIds'>,
  ): Promise<boolean> {
    const { status, dueOn, checklist, ...plain } = change;
    const { numUpdatedRows } = await trx
      .updateTable('tasks')
      .set({
        ...plain,
        ...(status === undefined
          ? {}
          : { status, completed_at: status === 'done' ? sql`now()` : null }),
        ...(dueOn === undefined ? {} : { due_on: dueOn, overdue_at: null, due_soon_at: null }),
        ...(checklist === undefined ? {} : { checklist: JSON.stringify(checklist) }),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      } as never)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #detail(trx?: Transaction<Tables>): TaskSelect<TaskDetail> {
    return this.#from(trx).select([...rowColumns, ...detailColumns]) as TaskSelect<TaskDetail>;
  }

  #from(trx?: Transaction<Tables>): TaskSelect<object> {
    return (trx ?? this.database.db)
      .selectFrom('tasks')
      .leftJoin('cases', 'cases.id', 'tasks.case_id') as unknown as TaskSelect<object>;
  }
}
