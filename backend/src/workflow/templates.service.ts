import { isDeepStrictEqual } from 'node:util';
import type {
  EventType,
  Page,
  TemplateBody,
  TemplateDetail,
  TemplateQuery,
  TemplateRow,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TemplatesRepository } from './templates.repository.ts';
import { workflowErrors } from './workflow.errors.ts';

/** Workflow templates. A change makes a new revision; workflows keep the one they began with. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly templates: TemplatesRepository,
    private readonly changes: ChangeLog,
  ) {}

  async list(viewer: Viewer, query: TemplateQuery): Promise<Page<TemplateRow>> {
    const { rows, ...page } = await this.templates.list(viewer, query);
    return { items: rows, ...page };
  }

  /** The template in one revision, by default its newest. Throws WORKFLOW_TEMPLATE_NOT_FOUND. */
  async get(
    viewer: Viewer,
    id: string,
    revision?: number,
    trx?: Transaction<Tables>,
  ): Promise<TemplateDetail> {
    const row = await this.templates.find(viewer, id, trx);
    if (!row) throw workflowErrors.templateNotFound();
    const stages = await this.templates.stages(id, revision ?? row.revision, trx);
    if (!stages) throw workflowErrors.templateNotFound();
    return { ...row, revision: revision ?? row.revision, stages: [...stages] };
  }

  async create(actor: Actor, body: TemplateBody, repeat: Repeat): Promise<TemplateDetail> {
    return this.#once(actor, repeat, async (trx) => {
      const id = await this.templates.insert(trx, body);
      await this.#record(trx, actor, 'workflow-template.created', id);
      return this.#written(trx, actor, id, body);
    });
  }

  /**
   * Writes the next revision, made on `version`. What changes nothing writes nothing. Throws
   * WORKFLOW_TEMPLATE_NOT_FOUND, WORKFLOW_TEMPLATE_ARCHIVED, HTTP_STALE_VERSION.
   */
  async revise(
    actor: Actor,
    id: string,
    version: number,
    body: TemplateBody,
  ): Promise<TemplateDetail> {
    return this.#once(actor, noRepeat, async (trx) => {
      const before = await this.#atVersion(trx, actor, id, version);
      if (before.archivedAt !== null) throw workflowErrors.templateArchived();
      const { name, description, stages } = before;
      if (isDeepStrictEqual({ name, description, stages }, body)) return before;
      if (!(await this.templates.revise(trx, before, body))) throw httpErrors.staleVersion();
      const payload = { revision: before.revision + 1 };
      await this.#record(trx, actor, 'workflow-template.changed', id, payload);
      return this.#written(trx, actor, id, body);
    });
  }

  /** Archives or brings back: an archived one starts no workflow. Doing it twice changes nothing. */
  async setArchived(
    actor: Actor,
    id: string,
    version: number,
    isArchived: boolean,
  ): Promise<TemplateDetail> {
    return this.#once(actor, noRepeat, async (trx) => {
      const before = await this.#atVersion(trx, actor, id, version);
      if ((before.archivedAt !== null) === isArchived) return before;
      if (!(await this.templates.setArchived(trx, before, isArchived)))
        throw httpErrors.staleVersion();
      const type = isArchived ? 'workflow-template.archived' : 'workflow-template.unarchived';
      await this.#record(trx, actor, type, id);
      return this.get(actor, id, undefined, trx);
    });
  }

  async #atVersion(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    version: number,
  ): Promise<TemplateDetail> {
    const before = await this.get(actor, id, undefined, trx);
    if (before.version !== version) throw httpErrors.staleVersion();
    return before;
  }

  // A revision that may yet be rolled back is not read through the cache.
  async #written(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    { stages }: TemplateBody,
  ): Promise<TemplateDetail> {
    const row = await this.templates.find(actor, id, trx);
    if (!row) throw workflowErrors.templateNotFound();
    return { ...row, stages };
  }

  async #once(
    actor: Actor,
    { key, request }: Repeat,
    work: (trx: Transaction<Tables>) => Promise<TemplateDetail>,
  ): Promise<TemplateDetail> {
    return this.idempotency.run(actor, key, request, work, (trx, { id }) =>
      this.get(actor, id, undefined, trx),
    );
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    type: EventType,
    objectId: string,
    payload: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.changes.record(trx, actor, {
      type,
      objectType: 'workflow-template',
      objectId,
      payload,
    });
  }
}
