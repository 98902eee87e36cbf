import type {
  Client,
  ClientBody,
  ClientChange,
  ClientQuery,
  EventType,
  Page,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { PartiesService } from '../parties/parties.service.ts';
import { changedFields } from '../platform/database/changed-fields.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { brokenUniqueness } from '../platform/database/unique-violation.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { clientErrors } from './clients.errors.ts';
import { ClientsRepository } from './clients.repository.ts';

/** Whom the firm acts for. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly clients: ClientsRepository,
    private readonly parties: PartiesService,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, query: ClientQuery): Promise<Page<Client>> {
    const { rows, ...page } = await this.clients.list(viewer, query);
    return { items: rows, ...page };
  }

  /** Throws CLIENT_NOT_FOUND. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<Client> {
    const found = await this.clients.find(viewer, id, trx);
    if (!found) throw clientErrors.notFound();
    return found;
  }

  /** The id of the client with this number; null when there is none. */
  async idOfNumber(viewer: Viewer, number: string): Promise<string | null> {
    return (await this.clients.findNumber(viewer, number))?.id ?? null;
  }

  /** Whether a client with this id exists. */
  async exists(viewer: Viewer, id: string, trx: Transaction<Tables>): Promise<boolean> {
    return (await this.clients.find(viewer, id, trx)) !== undefined;
  }

  /**
   * Makes a client of an existing party, or of a new one in the same transaction. Throws
   * CLIENT_PARTY_UNKNOWN, CLIENT_PARTY_TAKEN, CLIENT_NUMBER_TAKEN.
   */
  async create(viewer: Actor, body: ClientBody, repeat: Repeat): Promise<Client> {
    if ((body.partyId === undefined) === (body.party === undefined))
      throw httpErrors.invalidInput({
        errors: [{ path: 'body.partyId', message: 'give either partyId or party' }],
      });
    const work = async (trx: Transaction<Tables>): Promise<Client> => {
      const partyId = await this.#partyOf(trx, viewer, body);
      const id = await this.clients.insert(trx, {
        partyId,
        number: body.number,
        status: body.status,
      });
      await this.#record(trx, viewer, 'client.created', id, { number: body.number });
      return this.get(viewer, id, trx);
    };
    return named(
      this.idempotency.run(viewer, repeat.key, repeat.request, work, (trx, { id }) =>
        this.get(viewer, id, trx),
      ),
    );
  }

  /** Throws CLIENT_NOT_FOUND, HTTP_STALE_VERSION, CLIENT_ARCHIVED, CLIENT_NUMBER_TAKEN. */
  async change(viewer: Actor, id: string, version: number, body: ClientChange): Promise<Client> {
    return named(
      this.database.transaction(async (trx) => {
        const before = await this.#atVersion(trx, viewer, id, version);
        if (before.archivedAt !== null) throw clientErrors.archived();
        const fields = changedFields(before, body);
        if (fields.length === 0) return before;
        if (!(await this.clients.update(trx, id, version, body))) throw httpErrors.staleVersion();
        await this.#record(trx, viewer, 'client.changed', id, { fields });
        return this.get(viewer, id, trx);
      }),
    );
  }

  /** Archives or brings back. Doing it twice changes nothing. */
  async setArchived(
    viewer: Actor,
    id: string,
    version: number,
    isArchived: boolean,
  ): Promise<Client> {
    return named(
      this.database.transaction(async (trx) => {
        const before = await this.#atVersion(trx, viewer, id, version);
        if ((before.archivedAt !== null) === isArchived) return before;
        if (!(await this.clients.update(trx, id, version, { isArchived })))
          throw httpErrors.staleVersion();
        await this.#record(trx, viewer, isArchived ? 'client.archived' : 'client.unarchived', id);
        return this.get(viewer, id, trx);
      }),
    );
  }

  async #partyOf(trx: Transaction<Tables>, viewer: Actor, body: ClientBody): Promise<string> {
    if (body.party) return this.parties.add(trx, viewer, body.party);
    try {
      return (await this.parties.get(viewer, body.partyId ?? '', trx)).id;
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      throw clientErrors.partyUnknown({
        errors: [{ path: 'body.partyId', message: 'no such party' }],
      });
    }
  }

  async #atVersion(
    trx: Transaction<Tables>,
    viewer: Viewer,
    id: string,
    version: number,
  ): Promise<Client> {
    const before = await this.get(viewer, id, trx);
    if (before.version !== version) throw httpErrors.staleVersion();
    return before;
  }

  async #record(
    trx: Transaction<Tables>,
    viewer: Actor,
    type: EventType,
    id: string,
    payload: Record<string, unknown> = {},
  ): Promise<void> {
    await this.changes.record(trx, viewer, { type, objectType: 'client', objectId: id, payload });
  }
}

/** Names the field that a broken uniqueness is about. */
async function named<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    const broken = brokenUniqueness(error);
    if (broken === 'clients_number')
      throw clientErrors.numberTaken({ errors: [{ path: 'body.number', message: 'is taken' }] });
    if (broken === 'clients_party')
      throw clientErrors.partyTaken({
        errors: [{ path: 'body.partyId', message: 'is a client already' }],
      });
    throw error;
  }
}
