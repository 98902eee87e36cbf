import type {
  DocketEntry,
  DocketEntryBody,
  DocketEntryChange,
  DocketQuery,
  EventType,
  Page,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { AccessService } from '../authorization/access.service.ts';
import { CaseAccess } from '../cases/case-access.ts';
import { changedFields } from '../platform/database/changed-fields.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { docketErrors } from './docket.errors.ts';
import { DocketRepository } from './docket.repository.ts';
import { refreshDocketSummary } from './docket-summary.ts';

/** The docket of a case: what was filed, in the court's order. */
@Injectable()
export class DocketService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly docket: DocketRepository,
    private readonly cases: CaseAccess,
    private readonly access: AccessService,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, caseId: string, query: DocketQuery): Promise<Page<DocketEntry>> {
    await this.cases.toRead(viewer, caseId, 'docket:read');
    const { rows, ...page } = await this.docket.list(viewer, caseId, query);
    return { items: rows, ...page };
  }

  /** Throws DOCKET_ENTRY_NOT_FOUND for an entry that does not exist or is not open to the viewer. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<DocketEntry> {
    const found = await this.docket.find(viewer, id, trx);
    if (!found) throw docketErrors.entryNotFound();
    return found;
  }

  /** Adds an entry at the end. Throws CASE_ARCHIVED, DOCKET_SEAL_NOT_ALLOWED. */
  async create(
    actor: Actor,
    caseId: string,
    body: DocketEntryBody,
    repeat: Repeat,
  ): Promise<DocketEntry> {
    this.#requireSealing(actor, body);
    const work = async (trx: Transaction<Tables>): Promise<DocketEntry> => {
      await this.cases.toChange(trx, actor, caseId, 'docket:write');
      const id = await this.docket.insert(trx, caseId, body);
      await refreshDocketSummary(trx, caseId);
      await this.#record(trx, actor, 'docket-entry.created', caseId, id, {});
      return this.get(actor, id, trx);
    };
    return this.idempotency.run(actor, repeat.key, repeat.request, work, (trx, { id }) =>
      this.get(actor, id, trx),
    );
  }

  /**
   * Changes an entry at the version it was read. A change that changes nothing writes nothing.
   * Throws DOCKET_ENTRY_NOT_FOUND, HTTP_STALE_VERSION, CASE_ARCHIVED, DOCKET_SEAL_NOT_ALLOWED.
   */
  async change(
    actor: Actor,
    id: string,
    version: number,
    body: DocketEntryChange,
  ): Promise<DocketEntry> {
    this.#requireSealing(actor, body);
    return this.database.transaction(async (trx) => {
      const { caseId } = await this.get(actor, id, trx);
      await this.cases.toChange(trx, actor, caseId, 'docket:write');
      // Read again: whoever held the lock of the case may have changed the entry.
      const before = await this.get(actor, id, trx);
      if (before.version !== version) throw httpErrors.staleVersion();
      const fields = changedFields(before, body);
      if (fields.length === 0) return before;
      if (!(await this.docket.update(trx, id, version, body))) throw httpErrors.staleVersion();
      await refreshDocketSummary(trx, caseId);
      await this.#record(trx, actor, 'docket-entry.changed', caseId, id, { fields });
      return this.get(actor, id, trx);
    });
  }

  /** Whoever could not read the entry afterwards may not hide it. */
  #requireSealing(actor: Actor, body: DocketEntryChange): void {
    if (!body.sealed && !body.restricted) return;
    if (!this.access.can(actor, 'docket:read-sealed')) throw docketErrors.sealNotAllowed();
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    type: EventType,
    caseId: string,
    objectId: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const change = { type, objectType: 'docket-entry', objectId, caseId, payload };
    await this.changes.record(trx, actor, change);
  }
}
