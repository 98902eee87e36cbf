import type {
  CaseBody,
  CaseChange,
  CaseDetail,
  CaseQuery,
  CaseRow,
  EventType,
  Page,
  PartyCase,
  SubListQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { TeamService } from '../authorization/team.service.ts';
import { changedFields } from '../platform/database/changed-fields.ts';
import type { Tables } from '../platform/database/tables.ts';
import { brokenUniqueness } from '../platform/database/unique-violation.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { caseColumns } from './case-columns.ts';
import { CaseReferences } from './case-references.ts';
import { consistent, nextState } from './case-state.ts';
import { caseErrors } from './cases.errors.ts';
import { CasesRepository } from './cases.repository.ts';

type NumberInCourt = Pick<CaseChange, 'number' | 'courtId'>;

/** The cases and the rules of their life. */
@Injectable()
export class CasesService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly cases: CasesRepository,
    private readonly references: CaseReferences,
    private readonly access: AccessService,
    private readonly team: TeamService,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, query: CaseQuery): Promise<Page<CaseRow>> {
    const { rows, ...page } = await this.cases.list(viewer, query);
    return { items: rows, ...page };
  }

  async listOfParty(
    viewer: Viewer,
    partyId: string,
    query: SubListQuery,
  ): Promise<Page<PartyCase>> {
    const { rows, ...page } = await this.cases.listOfParty(viewer, partyId, query);
    return { items: rows, ...page };
  }

  /** Throws CASE_NOT_FOUND for a case that does not exist or is not open to the viewer. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<CaseDetail> {
    const found = await this.cases.find(viewer, id, trx);
    if (!found) throw caseErrors.notFound();
    return found;
  }

  /** The id of the case with this number in the court; null when there is none open to the viewer. */
  async idOfNumber(viewer: Viewer, courtId: string, number: string): Promise<string | null> {
    const holder = await this.cases.holderOf(viewer, courtId, number);
    return holder?.isVisible === true ? holder.id : null;
  }

  /**
   * Makes a case, led by whoever makes it. Throws CASE_NUMBER_TAKEN, CASE_NUMBER_REFUSED,
   * CASE_REFERENCE_UNKNOWN, CASE_DATES_REFUSED.
   */
  async create(actor: Actor, body: CaseBody, repeat: Repeat): Promise<CaseDetail> {
    const { status, filedOn = null, closedOn = null } = body;
    const state = consistent({ status, filedOn, closedOn }, today());
    const work = async (trx: Transaction<Tables>): Promise<CaseDetail> => {
      await this.references.check(trx, actor, body);
      const columns = caseColumns({ ...body, ...state });
      const { number, title } = body;
      const id = await this.cases.insert(trx, { ...columns, number, title });
      await this.#record(trx, actor, 'case.created', id, { number });
      if (actor.userId !== null)
        await this.team.join(trx, actor, id, actor.userId, 'lead', factsOf(actor));
      return this.get(actor, id, trx);
    };
    return this.#numbered(actor, body, () => this.#once(actor, repeat, work));
  }

  /**
   * Changes a case at the version it was read. A change that changes nothing writes nothing. Throws
   * CASE_NOT_FOUND, HTTP_STALE_VERSION, CASE_ARCHIVED, CASE_STATUS_REFUSED, CASE_DATES_REFUSED,
   * CASE_NUMBER_TAKEN, CASE_NUMBER_REFUSED, CASE_REFERENCE_UNKNOWN.
   */
  async change(actor: Actor, id: string, version: number, body: CaseChange): Promise<CaseDetail> {
    const wanted: NumberInCourt = {};
    return this.#numbered(actor, wanted, () =>
      this.#once(actor, noRepeat, async (trx) => {
        const before = await this.#atVersion(trx, actor, id, version);
        Object.assign(wanted, pick({ ...before, ...body } as CaseChange, ['number', 'courtId']));
        if (before.archivedAt !== null) throw caseErrors.archived();
        const change = { ...emptiesAsNull(body), ...nextState(before, body, today()) };
        const fields = changedFields(before, change);
        if (fields.length === 0) return before;
        await this.references.check(trx, actor, pick(change, fields));
        const columns = caseColumns(pick(change, fields));
        if (!(await this.cases.update(trx, id, version, columns))) throw httpErrors.staleVersion();
        const moved =
          change.status === before.status
            ? {}
            : { status: { from: before.status, to: change.status } };
        await this.#record(trx, actor, 'case.changed', id, { fields, ...moved });
        return this.get(actor, id, trx);
      }),
    );
  }

  /** Archives or brings back. Doing it twice changes nothing. */
  async setArchived(
    actor: Actor,
    id: string,
    version: number,
    isArchived: boolean,
  ): Promise<CaseDetail> {
    return this.#once(actor, noRepeat, async (trx) => {
      const before = await this.#atVersion(trx, actor, id, version, 'case:archive');
      if ((before.archivedAt !== null) === isArchived) return before;
      if (!(await this.cases.update(trx, id, version, { isArchived })))
        throw httpErrors.staleVersion();
      await this.#record(trx, actor, isArchived ? 'case.archived' : 'case.unarchived', id, {});
      return this.get(actor, id, trx);
    });
  }

  async #atVersion(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    version: number,
    permission: 'case:change' | 'case:archive' = 'case:change',
  ): Promise<CaseDetail> {
    await this.access.requireCase(actor, id, permission, trx);
    const before = await this.get(actor, id, trx);
    if (before.version !== version) throw httpErrors.staleVersion();
    return before;
  }

  /** Does the work in one transaction; a POST with a key only the first time. */
  async #once(
    actor: Actor,
    { key, request }: Repeat,
    work: (trx: Transaction<Tables>) => Promise<CaseDetail>,
  ): Promise<CaseDetail> {
    return this.idempotency.run(actor, key, request, work, (trx, { id }) =>
      this.get(actor, id, trx),
    );
  }

  /**
   * Names the field that a broken uniqueness is about. Whoever may not see the case that has the
   * number is not told that there is one, and the refusal is audited on that case.
   */
  async #numbered<T>(actor: Actor, wanted: NumberInCourt, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (brokenUniqueness(error) !== 'cases_court_number') throw error;
      const { number = '', courtId = '' } = wanted;
      const holder = await this.cases.holderOf(actor, courtId ?? '', number ?? '');
      if (holder?.isVisible === false) {
        this.access.noteHidden(actor, holder.id, 'case:create');
        const message = 'cannot be used in this court';
        throw caseErrors.numberRefused({ errors: [{ path: 'body.number', message }] });
      }
      const message = 'is taken in this court';
      throw caseErrors.numberTaken({ errors: [{ path: 'body.number', message }] });
    }
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    type: EventType,
    id: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const change = { type, objectType: 'case', objectId: id, caseId: id, payload };
    await this.changes.record(trx, actor, change);
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function factsOf(actor: Actor): { requestId: string | null; ip: string | null } {
  return { requestId: actor.requestId ?? null, ip: actor.ip ?? null };
}

function emptiesAsNull(body: CaseChange): CaseChange {
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [field, value === '' ? null : value]),
  );
}

function pick(change: CaseChange, fields: readonly string[]): CaseChange {
  return Object.fromEntries(Object.entries(change).filter(([field]) => fields.includes(field)));
}
