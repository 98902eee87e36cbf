import type { Permission } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { caseErrors } from './cases.errors.ts';
import './cases.schema.ts';

/** The gate before whatever belongs to a case: its parties, its docket, its timeline. */
@Injectable()
export class CaseAccess {
  constructor(private readonly access: AccessService) {}

  /** Throws AUTHZ_CASE_NOT_FOUND or AUTHZ_NOT_ALLOWED. */
  async toRead(
    viewer: Viewer,
    caseId: string,
    permission: Permission,
    trx?: Transaction<Tables>,
  ): Promise<void> {
    await this.access.requireCase(viewer, caseId, permission, trx);
  }

  /**
   * The same for a change, and CASE_ARCHIVED. Locks the case until the transaction ends, so that
   * what is counted or put in order below it stays right.
   */
  async toChange(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    permission: Permission,
  ): Promise<void> {
    await this.access.requireCase(viewer, caseId, permission, trx);
    const found = await trx
      .selectFrom('cases')
      .select('archived_at')
      .where('id', '=', caseId)
      .forUpdate()
      .executeTakeFirst();
    if (!found) throw caseErrors.notFound();
    if (found.archived_at !== null) throw caseErrors.archived();
  }
}
