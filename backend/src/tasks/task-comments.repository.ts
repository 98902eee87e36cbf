import type { Page, SubListQuery, TaskComment } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import './tasks.schema.ts';

const columns = ['id', 'text', 'author_name as authorName', 'at'] as const;
const byTime: Keyset = {
  name: 'task-comments',
  isDescending: false,
  columns: [
    { expression: sql`task_comments.at`, type: 'timestamptz' },
    { expression: sql`task_comments.id`, type: 'uuid' },
  ],
};

/** SQL of what was said about tasks. The caller has checked the access to the task. */
@Injectable()
export class TaskCommentsRepository {
  constructor(private readonly database: Database) {}

  /** One page, the oldest first. */
  async page(taskId: string, query: SubListQuery): Promise<Page<TaskComment>> {
    const comments = this.database.db.selectFrom('task_comments').where('task_id', '=', taskId);
    const { rows, nextCursor } = await keysetPage(comments.select([...columns]), byTime, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = comments.select(sql<number>`count(*)::int`.as('total'));
    return { items: rows, nextCursor, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async insert(
    trx: Transaction<Tables>,
    taskId: string,
    author: Viewer,
    text: string,
  ): Promise<TaskComment> {
    return trx
      .insertInto('task_comments')
      .values({
        id: newId(),
        task_id: taskId,
        author_id: author.userId,
        author_name: author.name,
        text,
      })
      .returning([...columns])
      .executeTakeFirstOrThrow();
  }
}
