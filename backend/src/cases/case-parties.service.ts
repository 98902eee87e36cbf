import type { CaseParty, CasePartyBody, EventType, Page, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { PartiesService } from '../parties/parties.service.ts';
import { PartyDirectory } from '../parties/party-directory.ts';
import type { Tables } from '../platform/database/tables.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CaseAccess } from './case-access.ts';
import { CasePartiesRepository } from './case-parties.repository.ts';
import { caseErrors } from './cases.errors.ts';

/** Who takes part in a case, and in which role. */
@Injectable()
export class CasePartiesService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly caseParties: CasePartiesRepository,
    private readonly parties: PartiesService,
    private readonly directory: PartyDirectory,
    private readonly access: CaseAccess,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, caseId: string, query: SubListQuery): Promise<Page<CaseParty>> {
    await this.access.toRead(viewer, caseId, 'case:read');
    const { rows, ...page } = await this.caseParties.list(caseId, query);
    return { items: rows, ...page };
  }

  /**
   * Adds a party by its id, or by its name: a party of that name is taken, or made. Throws
   * CASE_REFERENCE_UNKNOWN for a party not open to the actor, CASE_PARTY_TAKEN.
   */
  async add(actor: Actor, caseId: string, body: CasePartyBody, repeat: Repeat): Promise<CaseParty> {
    if ((body.partyId === undefined) === (body.name === undefined))
      throw httpErrors.invalidInput({
        errors: [{ path: 'body.partyId', message: 'give either partyId or name' }],
      });
    return this.#once(actor, caseId, repeat, async (trx) => {
      if (body.name !== undefined) await this.directory.lock(trx);
      await this.access.toChange(trx, actor, caseId, 'case:change');
      const partyId = await this.#partyOf(trx, actor, caseId, body);
      const id = await this.caseParties.insert(trx, { caseId, partyId, role: body.role });
      const added = id === null ? undefined : await this.caseParties.find(trx, id);
      if (!added) throw caseErrors.partyTaken();
      await this.#record(trx, actor, 'case.party-added', caseId, { partyId, role: body.role });
      return added;
    });
  }

  /** Takes a party out of the case; the party itself stays. Throws CASE_PARTY_NOT_FOUND. */
  async remove(actor: Actor, caseId: string, casePartyId: string): Promise<void> {
    await this.#once(actor, caseId, noRepeat, async (trx) => {
      await this.access.toChange(trx, actor, caseId, 'case:change');
      const partyId = await this.caseParties.remove(trx, caseId, casePartyId);
      if (partyId === null) throw caseErrors.partyNotFound();
      await this.#record(trx, actor, 'case.party-removed', caseId, { partyId });
    });
  }

  async #partyOf(
    trx: Transaction<Tables>,
    actor: Actor,
    caseId: string,
    body: CasePartyBody,
  ): Promise<string> {
    if (body.name !== undefined) {
      const found = await this.directory.findOrAdd(trx, actor, caseId, [body.name]);
      return found.get(body.name) as string;
    }
    try {
      return (await this.parties.get(actor, body.partyId ?? '', trx)).id;
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      throw caseErrors.referenceUnknown({
        errors: [{ path: 'body.partyId', message: 'no party has this id' }],
      });
    }
  }

  /** Does the work in one transaction; a POST with a key only the first time. */
  async #once<T>(
    actor: Actor,
    caseId: string,
    { key, request }: Repeat,
    work: (trx: Transaction<Tables>) => Promise<T>,
  ): Promise<T> {
    return this.idempotency.run(actor, key, request, work, (trx) =>
      this.access.toRead(actor, caseId, 'case:read', trx),
    );
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    type: EventType,
    caseId: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const change = { type, objectType: 'case', objectId: caseId, caseId, payload };
    await this.changes.record(trx, actor, change);
  }
}
