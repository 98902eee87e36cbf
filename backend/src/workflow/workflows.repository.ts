import type { TemplateStage, WorkflowQuery, WorkflowRow } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { isOverdueWorkflow, rowColumns } from './workflow-columns.ts';
import './workflow.schema.ts';

type Joined = Tables & { active: Tables['workflow_stages'] };
type WorkflowSelect<Row> = SelectQueryBuilder<Joined, 'workflows' | 'cases' | 'active', Row>;

/** What a new workflow is made of. */
export interface NewWorkflow {
  readonly caseId: string;
  readonly templateId: string;
  readonly revision: number;
  readonly name: string;
  readonly stages: readonly TemplateStage[];
}

const lastChangedFirst: Keyset = {
  name: 'workflows',
  isDescending: true,
  columns: [
    { expression: sql`workflows.updated_at`, type: 'timestamptz' },
    { expression: sql`workflows.id`, type: 'uuid' },
  ],
};

/** SQL of the workflows on cases. Every read is inside what the viewer may see. */
@Injectable()
export class WorkflowsRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  async list(
    viewer: Viewer,
    query: WorkflowQuery,
  ): Promise<{ rows: WorkflowRow[]; nextCursor: string | null; total?: number }> {
    const { caseId, templateId, status, overdue } = query;
    let visible = this.#visible(viewer);
    if (caseId) visible = visible.where('workflows.case_id', '=', caseId);
    if (templateId) visible = visible.where('workflows.template_id', '=', templateId);
    if (status) visible = visible.where('workflows.status', '=', status);
    if (overdue !== undefined)
      visible = visible.where(overdue ? isOverdueWorkflow : sql<boolean>`not ${isOverdueWorkflow}`);
    const rows = visible.select([...rowColumns]) as WorkflowSelect<WorkflowRow>;
    const page = await keysetPage(rows, lastChangedFirst, query);
    if (!query.count) return page;
    const counted = visible.select(sql<number>`count(*)::int`.as('total'));
    return { ...page, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async find(
    viewer: Viewer,
    id: string,
    trx?: Transaction<Tables>,
  ): Promise<WorkflowRow | undefined> {
    const found = this.#visible(viewer, trx).select([...rowColumns]);
    return (found as WorkflowSelect<WorkflowRow>).where('workflows.id', '=', id).executeTakeFirst();
  }

  /** Workflows of a case that have not ended. */
  async openOnCase(trx: Transaction<Tables>, caseId: string): Promise<number> {
    const { total } = await trx
      .selectFrom('workflows')
      .select(sql<number>`count(*)::int`.as('total'))
      .where('case_id', '=', caseId)
      .where('status', 'in', ['not-started', 'running', 'paused'])
      .executeTakeFirstOrThrow();
    return total;
  }

  /** Makes a workflow with its stages, none of them begun. */
  async insert(trx: Transaction<Tables>, made: NewWorkflow): Promise<string> {
    const id = newId();
    await trx
      .insertInto('workflows')
      .values({
        id,
        case_id: made.caseId,
        template_id: made.templateId,
        revision: made.revision,
        name: made.name,
        started_on: null,
        paused_on: null,
      })
      .execute();
    await trx
      .insertInto('workflow_stages')
      .values(
        made.stages.map(({ name, duration, unit, advance }, position) => ({
          id: newId(),
          workflow_id: id,
          position,
          name,
          duration,
          unit,
          advance,
          started_on: null,
          due_on: null,
          overdue_at: null,
        })),
      )
      .execute();
    return id;
  }

  #visible(viewer: Viewer, trx?: Transaction<Tables>): WorkflowSelect<object> {
    return (trx ?? this.database.db)
      .selectFrom('workflows')
      .innerJoin('cases', 'cases.id', 'workflows.case_id')
      .leftJoin('workflow_stages as active', (join) =>
        join.onRef('active.workflow_id', '=', 'workflows.id').on('active.status', '=', 'active'),
      )
      .where(this.access.visibleCases(viewer, 'workflows.case_id')) as never;
  }
}
