import { integrationShapes } from '@lexiflow/contracts';
import type {
  EventType,
  Integration,
  IntegrationBody,
  IntegrationChange,
  IntegrationKind,
  IntegrationQuery,
  Page,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import { brokenUniqueness } from '../platform/database/unique-violation.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { CredentialVault } from '../platform/credentials/credential-vault.ts';
import { IntegrationCache } from './integration-cache.ts';
import { shown, syncs } from './integration-row.ts';
import type { IntegrationRow } from './integration-row.ts';
import { integrationErrors } from './integrations.errors.ts';
import { integrationLimits } from './integrations.limits.ts';
import { IntegrationsRepository } from './integrations.repository.ts';
import { parseShape } from './parse-shape.ts';
import { RunsRepository } from './runs/runs.repository.ts';

/** Connections to other services: who is connected to what, with credentials that only the vault opens. */
@Injectable()
export class IntegrationsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly rows: IntegrationsRepository,
    private readonly runs: RunsRepository,
    private readonly vault: CredentialVault,
    private readonly cache: IntegrationCache,
    private readonly changes: ChangeLog,
  ) {}

  async list(query: IntegrationQuery): Promise<Page<Integration>> {
    const { rows, ...page } = await this.rows.list(query);
    const last = await this.runs.lastOf(rows.map(({ id }) => id));
    return { items: rows.map((row) => shown(row, last.get(row.id) ?? null)), ...page };
  }

  /** Throws INTEGRATION_NOT_FOUND. */
  async get(id: string, trx?: Transaction<Tables>): Promise<Integration> {
    const row = await this.#row(id, trx);
    const last = await this.runs.lastOf([id], trx);
    return shown(row, last.get(id) ?? null);
  }

  /** The integration with its encrypted credentials, from memory where it is there. Throws INTEGRATION_NOT_FOUND. */
  async stored(id: string): Promise<IntegrationRow> {
    const row = await this.cache.get(id, () => this.rows.find(id));
    if (row === undefined) throw integrationErrors.notFound();
    return row;
  }

  /** Throws CREDENTIAL_NO_KEY, INTEGRATION_NAME_TAKEN, INTEGRATION_TOO_MANY, INTEGRATION_TOO_LARGE. */
  async create(actor: Actor, body: IntegrationBody, repeat: Repeat): Promise<Integration> {
    const work = async (trx: Transaction<Tables>): Promise<Integration> => {
      if ((await this.rows.count(trx)) >= integrationLimits.integrationEntries)
        throw integrationErrors.tooMany();
      const id = newId();
      const { kind, credentials, ...rest } = body;
      checkSchedule(kind, rest.everyMinutes);
      await this.#checkOwner(trx, kind, rest.settings);
      const values = { ...rest, ...this.#sealed(id, credentials) };
      checkSize(rest.settings, integrationLimits.settingsBytes);
      await this.rows.insert(trx, { id, kind, ...values });
      await this.#record(trx, actor, 'integration.created', id, { kind });
      return this.get(id, trx);
    };
    // The answer is remembered under the key: it holds no credentials, and neither must the request.
    const request = { ...repeat.request, body: { ...body, credentials: null } };
    return named(
      this.idempotency.run(actor, repeat.key, request, work, (trx, { id }) => this.get(id, trx)),
    );
  }

  /** Throws INTEGRATION_NOT_FOUND, HTTP_STALE_VERSION, HTTP_INVALID_INPUT and what `create` throws. */
  async change(
    actor: Actor,
    id: string,
    version: number,
    body: IntegrationChange,
  ): Promise<Integration> {
    const changed = await named(
      this.database.transaction(async (trx) => {
        const before = await this.#row(id, trx);
        if (before.version !== version) throw httpErrors.staleVersion();
        const { kind } = before;
        checkSchedule(kind, body.everyMinutes ?? null);
        const settings =
          body.settings === undefined
            ? before.settings
            : parseShape(integrationShapes[kind].settings, body.settings, 'body.settings');
        checkSize(settings, integrationLimits.settingsBytes);
        await this.#checkOwner(trx, kind, settings);
        const credentials =
          body.credentials === undefined
            ? before
            : this.#sealed(
                id,
                parseShape(
                  integrationShapes[kind].credentials,
                  body.credentials,
                  'body.credentials',
                ),
              );
        const { sealed, keyId, credentialNames } = credentials;
        const values = {
          name: body.name ?? before.name,
          isEnabled: body.isEnabled ?? before.isEnabled,
          everyMinutes: body.everyMinutes === undefined ? before.everyMinutes : body.everyMinutes,
          settings,
          sealed,
          keyId,
          credentialNames,
        };
        if (!(await this.rows.update(trx, id, version, values))) throw httpErrors.staleVersion();
        const fields = Object.keys(body);
        await this.#record(trx, actor, 'integration.changed', id, { fields });
        return this.get(id, trx);
      }),
    );
    this.cache.drop(id);
    return changed;
  }

  /** Removes the integration with its credentials, history and calendar events; messages stay with their cases. */
  async delete(actor: Actor, id: string, version: number): Promise<void> {
    await this.database.transaction(async (trx) => {
      await this.#row(id, trx);
      if (!(await this.rows.delete(trx, id, version))) throw httpErrors.staleVersion();
      await this.#record(trx, actor, 'integration.deleted', id);
    });
    this.cache.drop(id);
  }

  async #row(id: string, trx?: Transaction<Tables>): Promise<IntegrationRow> {
    const row = await this.rows.find(id, trx);
    if (row === undefined) throw integrationErrors.notFound();
    return row;
  }

  #sealed(id: string, credentials: object) {
    checkSize(credentials, integrationLimits.credentialsBytes);
    const present = Object.entries(credentials).filter(([, value]) => value !== undefined);
    return { ...this.vault.seal(id, credentials), credentialNames: present.map(([name]) => name) };
  }

  async #checkOwner(trx: Transaction<Tables>, kind: IntegrationKind, settings: object) {
    if (kind !== 'calendar') return;
    const { caseId = null, userId = null } = settings as { caseId?: string; userId?: string };
    if (caseId !== null && userId !== null) throw integrationErrors.ownerUnknown();
    const { rows } = await sql<{ isThere: boolean }>`select
      (${caseId}::uuid is null or exists (select 1 from cases where id = ${caseId}::uuid)) and
      (${userId}::uuid is null or exists (select 1 from users where id = ${userId}::uuid))
        as "isThere"`.execute(trx);
    if (rows[0]?.isThere !== true) throw integrationErrors.ownerUnknown();
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    type: EventType,
    id: string,
    payload: Record<string, unknown> = {},
  ): Promise<void> {
    await this.changes.record(trx, actor, {
      type,
      objectType: 'integration',
      objectId: id,
      payload,
    });
  }
}

/** Throws HTTP_INVALID_INPUT for a schedule of a kind that fetches nothing. */
function checkSchedule(kind: IntegrationKind, everyMinutes: number | null): void {
  if (everyMinutes === null || syncs(kind)) return;
  const message = 'this kind of integration fetches nothing';
  throw httpErrors.invalidInput({ errors: [{ path: 'body.everyMinutes', message }] });
}

function checkSize(value: object, limitBytes: number): void {
  if (Buffer.byteLength(JSON.stringify(value)) > limitBytes) throw integrationErrors.tooLarge();
}

async function named<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (brokenUniqueness(error) !== 'integrations_name') throw error;
    throw integrationErrors.nameTaken({ errors: [{ path: 'body.name', message: 'is taken' }] });
  }
}
