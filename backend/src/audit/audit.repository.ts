import type { AuditFilters, AuditQuery, AuditRecord, Page } from '@lexiflow/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { sql, type SqlBool } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { startPattern } from '../platform/database/like-pattern.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AUDIT_EXPORT_BATCH } from './audit.limits.ts';
import { CASE_VISIBILITY, type CaseVisibility } from './case-visibility.ts';

const newestFirst: Keyset = {
  name: 'audit',
  isDescending: true,
  columns: [
    { expression: sql`audit_log.at`, type: 'timestamptz' },
    { expression: sql`audit_log.id`, type: 'uuid' },
  ],
};

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** SQL of reading the audit log, within what the viewer may see. */
@Injectable()
export class AuditRepository {
  constructor(
    private readonly database: Database,
    @Inject(CASE_VISIBILITY) private readonly visibility: CaseVisibility,
  ) {}

  /** One page, newest first. */
  async page(viewer: Viewer, query: AuditQuery): Promise<Page<AuditRecord>> {
    const { rows, nextCursor } = await keysetPage(this.#select(viewer, query), newestFirst, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await this.#matching(viewer, query)
      .select(this.database.db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** Every match, newest first, read 200 rows at a time without holding a connection meanwhile. */
  async *all(viewer: Viewer, filters: AuditFilters): AsyncGenerator<AuditRecord, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = { limit: AUDIT_EXPORT_BATCH, cursor };
      const { rows, nextCursor } = await keysetPage(
        this.#select(viewer, filters),
        newestFirst,
        page,
      );
      yield* rows;
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  #select(viewer: Viewer, filters: AuditFilters) {
    return this.#matching(viewer, filters).select([
      'id',
      'at',
      sql<AuditRecord['actorKind']>`actor_kind`.as('actorKind'),
      'actor_id as actorId',
      'actor_name as actorName',
      'action',
      'object_type as objectType',
      'object_id as objectId',
      'case_id as caseId',
      'details',
      'request_id as requestId',
      'ip',
      'seal_seq as sealed',
    ]);
  }

  // A row about a case is case data: it is read under the same rule as the case itself.
  #matching(viewer: Viewer, filters: AuditFilters) {
    const { actor, action, objectType, objectId, caseId, from, to } = filters;
    let query = this.database.db.selectFrom('audit_log').where(
      sql<SqlBool>`(audit_log.case_id is null
          or ${this.visibility.visibleCases(viewer, 'audit_log.case_id')})`,
    );
    if (actor !== undefined)
      query = uuid.test(actor)
        ? query.where('actor_id', '=', actor)
        : query.where('actor_kind', '=', actor);
    if (action !== undefined)
      query = action.endsWith('.')
        ? query.where('action', 'like', startPattern(action))
        : query.where('action', '=', action);
    if (objectType !== undefined) query = query.where('object_type', '=', objectType);
    if (objectId !== undefined) query = query.where('object_id', '=', objectId);
    if (caseId !== undefined) query = query.where('case_id', '=', caseId);
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    return query;
  }
}
