import type { TemplateBody, TemplateQuery, TemplateRow, TemplateStage } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TemplateCache } from './template-cache.ts';
import './workflow.schema.ts';

type TemplateSelect = SelectQueryBuilder<Tables, 'workflow_templates', TemplateRow>;

const byName: Keyset = {
  name: 'workflow-templates',
  isDescending: false,
  columns: [
    { expression: sql`left(lower(workflow_templates.name), 80)`, type: 'text' },
    { expression: sql`workflow_templates.id`, type: 'uuid' },
  ],
};

/** SQL of the templates and their revisions. */
@Injectable()
export class TemplatesRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly cache: TemplateCache,
  ) {}

  async list(
    viewer: Viewer,
    query: TemplateQuery,
  ): Promise<{ rows: TemplateRow[]; nextCursor: string | null; total?: number }> {
    let templates = this.database.db
      .selectFrom('workflow_templates')
      .where('archived_at', query.archived ? 'is not' : 'is', null);
    if (query.q) templates = templates.where('name', 'ilike', containsPattern(query.q));
    const page = await keysetPage(this.#withColumns(templates, viewer), byName, query);
    if (!query.count) return page;
    const counted = templates.select(sql<number>`count(*)::int`.as('total'));
    return { ...page, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async find(
    viewer: Viewer,
    id: string,
    trx?: Transaction<Tables>,
  ): Promise<TemplateRow | undefined> {
    const templates = (trx ?? this.database.db).selectFrom('workflow_templates');
    return this.#withColumns(templates.where('id', '=', id), viewer).executeTakeFirst();
  }

  /** The stages of one revision; undefined when there is none. */
  async stages(
    id: string,
    revision: number,
    trx?: Transaction<Tables>,
  ): Promise<readonly TemplateStage[] | undefined> {
    const db: Kysely<Tables> = trx ?? this.database.db;
    return this.cache.stages(id, revision, async () => {
      const { rows } = await sql<{ stages: TemplateStage[] }>`select stages
        from workflow_template_revisions
        where template_id = ${id} and revision = ${revision}::int`.execute(db);
      return rows[0]?.stages;
    });
  }

  async insert(trx: Transaction<Tables>, body: TemplateBody): Promise<string> {
    const id = newId();
    await trx
      .insertInto('workflow_templates')
      .values({ id, ...columnsOf(body), archived_at: null })
      .execute();
    await this.#insertRevision(trx, id, 1, body);
    return id;
  }

  /** Writes the next revision; answers false when the template does not have that version any more. */
  async revise(
    trx: Transaction<Tables>,
    before: Pick<TemplateRow, 'id' | 'version' | 'revision'>,
    body: TemplateBody,
  ): Promise<boolean> {
    const revision = before.revision + 1;
    if (!(await this.#update(trx, before, { ...columnsOf(body), revision }))) return false;
    await this.#insertRevision(trx, before.id, revision, body);
    return true;
  }

  /** Answers false when the template does not have that version any more. */
  async setArchived(
    trx: Transaction<Tables>,
    before: Pick<TemplateRow, 'id' | 'version'>,
    isArchived: boolean,
  ): Promise<boolean> {
    return this.#update(trx, before, { archived_at: isArchived ? sql`now()` : null });
  }

  async #update(
    trx: Transaction<Tables>,
    { id, version }: Pick<TemplateRow, 'id' | 'version'>,
    columns: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('workflow_templates')
      .set({ ...columns, version: sql`version + 1`, updated_at: sql`now()` } as never)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #insertRevision(
    trx: Transaction<Tables>,
    id: string,
    revision: number,
    body: TemplateBody,
  ): Promise<void> {
    const stages = JSON.stringify(body.stages);
    await trx
      .insertInto('workflow_template_revisions')
      .values({ template_id: id, revision, stages })
      .execute();
  }

  #withColumns(
    query: SelectQueryBuilder<Tables, 'workflow_templates', object>,
    viewer: Viewer,
  ): TemplateSelect {
    return query.select([
      'id',
      'name',
      'description',
      'revision',
      'stage_count as stageCount',
      'task_count as taskCount',
      sql<number>`(select count(*)::int from workflows as made
        where made.template_id = workflow_templates.id
          and made.status in ('not-started', 'running', 'paused')
          and ${this.access.visibleCases(viewer, 'made.case_id')})`.as('openWorkflows'),
      'archived_at as archivedAt',
      'version',
      'updated_at as updatedAt',
    ]);
  }
}

function columnsOf({ name, description, stages }: TemplateBody) {
  return {
    name,
    description,
    stage_count: stages.length,
    task_count: stages.reduce((sum, { tasks }) => sum + tasks.length, 0),
  };
}
