import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ClientsService } from '../clients/clients.service.ts';
import { CourtsService } from '../courts/courts.service.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { FieldProblem } from '../platform/errors/define-error.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { caseErrors } from './cases.errors.ts';

/** Checks the ids by which a case names other records. */
@Injectable()
export class CaseReferences {
  constructor(
    private readonly courts: CourtsService,
    private readonly clients: ClientsService,
  ) {}

  /** Throws CASE_REFERENCE_UNKNOWN naming each field whose record does not exist. */
  async check(
    trx: Transaction<Tables>,
    viewer: Viewer,
    fields: { courtId?: string | null | undefined; clientId?: string | null | undefined },
  ): Promise<void> {
    const errors: FieldProblem[] = [];
    if (fields.courtId && !(await this.courts.exists(fields.courtId, trx)))
      errors.push({ path: 'body.courtId', message: 'no court has this id' });
    if (fields.clientId && !(await this.clients.exists(viewer, fields.clientId, trx)))
      errors.push({ path: 'body.clientId', message: 'no client has this id' });
    if (errors.length > 0) throw caseErrors.referenceUnknown({ errors });
  }
}
