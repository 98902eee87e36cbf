import type { Page, SubListQuery, WorkflowTransition } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import './workflow.schema.ts';

const newestFirst: Keyset = {
  name: 'workflow-history',
  isDescending: true,
  columns: [{ expression: sql`workflow_transitions.id`, type: 'bigint' }],
};

/** SQL of what happened to a workflow. The caller has checked the access to it. */
@Injectable()
export class WorkflowHistoryRepository {
  constructor(private readonly database: Database) {}

  /** One page, the newest first. */
  async page(workflowId: string, query: SubListQuery): Promise<Page<WorkflowTransition>> {
    const found = this.database.db
      .selectFrom('workflow_transitions')
      .leftJoin('workflow_stages', 'workflow_stages.id', 'workflow_transitions.stage_id')
      .where('workflow_transitions.workflow_id', '=', workflowId);
    const { rows, nextCursor } = await keysetPage(
      found.select([
        'workflow_transitions.id',
        'workflow_transitions.at',
        'workflow_stages.name as stageName',
        'workflow_transitions.from_status as from',
        'workflow_transitions.to_status as to',
        'workflow_transitions.actor_name as actorName',
        'workflow_transitions.reason',
      ]),
      newestFirst,
      query,
    );
    if (!query.count) return { items: rows, nextCursor };
    const counted = found.select(sql<number>`count(*)::int`.as('total'));
    return { items: rows, nextCursor, total: (await counted.executeTakeFirstOrThrow()).total };
  }
}
