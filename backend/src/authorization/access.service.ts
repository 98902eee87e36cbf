import type { Permission } from '@lexiflow/contracts';
import { chunkArray } from '@lexiflow/memory';
import { Injectable, Optional } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import type { CaseVisibility } from '../audit/case-visibility.ts';
import type { Actor } from '../audit/current-actor.ts';
import { RefusalLog } from '../audit/refusal-log.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { PermissionService } from './permission.service.ts';
import { holdsThroughout } from './reach.ts';
import { scopeKey } from './scope-key.ts';
import { permittedCases, visibleCases, type CaseIdReference } from './visible-cases.ts';

/** Viewers asked for in one query: a text that the database still plans in a millisecond. */
const VIEWERS_AT_ONCE = 200;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The one access check: (role permission or grant) × case team × ethical wall. */
@Injectable()
export class AccessService implements CaseVisibility {
  constructor(
    private readonly database: Database,
    private readonly refusals: RefusalLog,
    @Optional() private readonly permissions?: PermissionService,
  ) {}

  /**
   * Whether the viewer holds a permission wherever the role's own rule applies, or by a grant for all.
   * A grant for some cases does not count here: see `permittedCases` and `requireCase`.
   */
  can(viewer: Viewer, permission: Permission): boolean {
    return holdsThroughout(viewer, permission);
  }

  /**
   * SQL that is true for the cases the viewer may know of; every read of case data adds it.
   * `caseId` is a column (`cases.id`) or an expression.
   */
  visibleCases(viewer: Viewer, caseId: CaseIdReference): RawBuilder<SqlBool> {
    return visibleCases(viewer, caseId);
  }

  /**
   * Which of these viewers may know of a case, in their order: the one rule, asked for many at once.
   * One query for each 200.
   */
  async visibleTo(caseId: string, viewers: readonly Viewer[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const chunk of chunkArray(viewers, VIEWERS_AT_ONCE)) {
      const rules = chunk.map((viewer) => sql`(${visibleCases(viewer, 'cases.id')})`);
      const { rows } = await sql<{ seen: boolean[] }>`select array[${sql.join(rules)}] as seen
        from cases where cases.id = ${caseId}`.execute(this.database.db);
      answers.push(...(rows[0]?.seen ?? chunk.map(() => false)));
    }
    return answers;
  }

  /**
   * SQL that is true for the cases on which the viewer holds `permission`; stands beside
   * `visibleCases`, never in its place, because ethical walls are not in it.
   */
  permittedCases(
    viewer: Viewer,
    permission: Permission,
    caseId: CaseIdReference,
  ): RawBuilder<SqlBool> {
    return permittedCases(viewer, permission, caseId);
  }

  /** Text for cache keys that changes whenever what the viewer may see changes. */
  scopeKey(viewer: Viewer): string {
    return scopeKey(viewer);
  }

  /**
   * Passes when the viewer may see the case and holds `permission` on it. Throws AUTHZ_CASE_NOT_FOUND
   * (404) for a case that does not exist or is not open to the viewer, the same for both, and
   * AUTHZ_NOT_ALLOWED (403) for a visible case without the permission. Refusals are audited. Within a
   * transaction the database is asked, else a decision of this viewer may be remembered.
   */
  async requireCase(
    viewer: Viewer,
    caseId: string,
    permission: Permission,
    transaction?: Transaction<Tables>,
  ): Promise<void> {
    if (!uuid.test(caseId)) throw authorizationErrors.caseNotFound();
    if (transaction === undefined && this.permissions?.isDecided(viewer, caseId, permission))
      return;
    const found = await sql<{ is_visible: boolean; is_held: boolean }>`
      select ${visibleCases(viewer, 'cases.id')} as is_visible,
        ${permittedCases(viewer, permission, 'cases.id')} as is_held
      from cases where cases.id = ${caseId}`.execute(transaction ?? this.database.db);
    const row = found.rows[0];
    if (row?.is_visible !== true) {
      if (row) this.#noteRefusal(viewer, caseId, permission, 'access.hidden');
      throw authorizationErrors.caseNotFound();
    }
    if (row.is_held) {
      if (transaction === undefined) this.permissions?.decided(viewer, caseId, permission);
      return;
    }
    this.#noteRefusal(viewer, caseId, permission, 'access.refused');
    throw authorizationErrors.notAllowed(`This needs the permission ${permission}.`);
  }

  /** Audits that a viewer came upon a case that is not open to them, where no answer says so. */
  noteHidden(viewer: Actor, caseId: string, permission: Permission): void {
    this.#noteRefusal(viewer, caseId, permission, 'access.hidden');
  }

  #noteRefusal(viewer: Actor, caseId: string, permission: Permission, action: string): void {
    this.refusals.record(viewer.userId ?? viewer.kind, viewer, {
      action,
      objectType: 'case',
      objectId: caseId,
      caseId,
      details: { permission },
      requestId: viewer.requestId ?? null,
      ip: viewer.ip ?? null,
    });
  }
}
