import type { Page, Party, PartyBody, PartyChange, PartyQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { changedFields } from '../platform/database/changed-fields.ts';
import { partyErrors } from './parties.errors.ts';
import { PartiesRepository } from './parties.repository.ts';

/** People and organisations, kept once however many cases they appear in. */
@Injectable()
export class PartiesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly parties: PartiesRepository,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, query: PartyQuery): Promise<Page<Party>> {
    const { rows, ...page } = await this.parties.list(viewer, query);
    return { items: rows, ...page };
  }

  /** Throws PARTY_NOT_FOUND for a party that does not exist or is not open to the viewer. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<Party> {
    const found = await this.parties.find(viewer, id, trx);
    if (!found) throw partyErrors.notFound();
    return found;
  }

  /** Makes a party, once for each `Idempotency-Key`. */
  async create(viewer: Actor, body: PartyBody, repeat: Repeat): Promise<Party> {
    const work = async (trx: Transaction<Tables>): Promise<Party> => {
      const id = await this.add(trx, viewer, body);
      return this.get(viewer, id, trx);
    };
    return this.idempotency.run(viewer, repeat.key, repeat.request, work, (trx, { id }) =>
      this.get(viewer, id, trx),
    );
  }

  /** Makes a party as part of the caller's transaction and answers its id. */
  async add(trx: Transaction<Tables>, viewer: Actor, body: PartyBody): Promise<string> {
    const id = await this.parties.insert(trx, body);
    await this.changes.record(trx, viewer, {
      type: 'party.created',
      objectType: 'party',
      objectId: id,
    });
    return id;
  }

  /** Throws PARTY_NOT_FOUND and HTTP_STALE_VERSION. A change that changes nothing writes nothing. */
  async change(viewer: Actor, id: string, version: number, body: PartyChange): Promise<Party> {
    return this.database.transaction(async (trx) => {
      const before = await this.get(viewer, id, trx);
      if (before.version !== version) throw httpErrors.staleVersion();
      const fields = changedFields(before, body);
      if (fields.length === 0) return before;
      if (!(await this.parties.update(trx, id, version, body))) throw httpErrors.staleVersion();
      await this.changes.record(trx, viewer, {
        type: 'party.changed',
        objectType: 'party',
        objectId: id,
        payload: { fields },
      });
      return this.get(viewer, id, trx);
    });
  }
}
