import type { IntegrationRun, RunsQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { keysetPage } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { integrationLimits } from '../integrations.limits.ts';
import '../integrations.schema.ts';

const columns = [
  'id',
  'action',
  'outcome',
  'failed_step as failedStep',
  'code',
  'detail',
  'facts',
  'actor_name as actor',
  'started_at as startedAt',
  'ended_at as endedAt',
] as const;

const newestFirst = {
  name: 'integration-runs',
  isDescending: true,
  columns: [{ expression: sql`id`, type: 'uuid' }],
} as const;

/** How a run ended. */
export type RunEnd = Pick<IntegrationRun, 'failedStep' | 'code' | 'detail' | 'facts'> & {
  readonly outcome: 'ok' | 'failed';
};

/** SQL of the history of tests and syncs: at most 200 of each integration. */
@Injectable()
export class RunsRepository {
  constructor(private readonly database: Database) {}

  async list(
    integrationId: string,
    query: RunsQuery,
  ): Promise<{ rows: IntegrationRun[]; nextCursor: string | null; total?: number }> {
    const rows = this.database.db
      .selectFrom('integration_runs')
      .where('integration_id', '=', integrationId);
    const page = await keysetPage(rows.select(columns), newestFirst, query);
    const found = { ...page, rows: page.rows as IntegrationRun[] };
    if (!query.count) return found;
    const { total } = await rows
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...found, total };
  }

  /** The newest run of each integration. */
  async lastOf(
    ids: readonly string[],
    trx?: Transaction<Tables>,
  ): Promise<Map<string, IntegrationRun>> {
    if (ids.length === 0) return new Map();
    const rows = await (trx ?? this.database.db)
      .selectFrom('integration_runs')
      .distinctOn('integration_id')
      .select([...columns, 'integration_id'])
      .where('integration_id', 'in', ids)
      .orderBy('integration_id')
      .orderBy('id', 'desc')
      .execute();
    return new Map(
      rows.map(({ integration_id, ...run }) => [integration_id, run as IntegrationRun]),
    );
  }

  /** Begins a run. Earlier ones of the same kind that a killed process left open are ended. */
  async begin(integrationId: string, action: 'test' | 'sync', actor: string): Promise<string> {
    const id = newId();
    const lostMs = action === 'test' ? 2 * integrationLimits.testMs : 2 * integrationLimits.syncMs;
    const { code, spec } = integrationErrors.interrupted;
    await this.database.transaction(async (trx) => {
      await trx
        .updateTable('integration_runs')
        .set({ outcome: 'failed', code, detail: spec.message, ended_at: sql<string>`now()` })
        .where('integration_id', '=', integrationId)
        .where('outcome', '=', 'running')
        .where('action', '=', action)
        .where(sql<boolean>`started_at < now() - make_interval(secs => ${lostMs / 1000}::float8)`)
        .execute();
      await trx
        .insertInto('integration_runs')
        .values({
          id,
          integration_id: integrationId,
          action,
          outcome: 'running',
          actor_name: actor,
        })
        .execute();
      await trx
        .deleteFrom('integration_runs')
        .where('integration_id', '=', integrationId)
        .where(
          'id',
          'in',
          trx
            .selectFrom('integration_runs')
            .select('id')
            .where('integration_id', '=', integrationId)
            .orderBy('id', 'desc')
            .offset(integrationLimits.runEntries)
            .limit(100),
        )
        .execute();
    });
    return id;
  }

  async end(
    trx: Transaction<Tables>,
    id: string,
    end: RunEnd,
  ): Promise<IntegrationRun | undefined> {
    const ended = await trx
      .updateTable('integration_runs')
      .set({
        outcome: end.outcome,
        failed_step: end.failedStep,
        code: end.code,
        detail: end.detail?.slice(0, integrationLimits.detailLength) ?? null,
        facts: JSON.stringify(end.facts),
        ended_at: sql<string>`clock_timestamp()`,
      })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirst();
    return ended as IntegrationRun | undefined;
  }

  /**
   * When an integration is fetched next: after its interval, and after a failure later each time, up to
   * a day. Null without an interval.
   */
  async plan(trx: Transaction<Tables>, id: string, isOk: boolean): Promise<void> {
    const failures = isOk ? sql<number>`0` : sql<number>`least(failures + 1, 16)`;
    const minutes = sql`least(every_minutes * power(2, ${failures}),
      greatest(every_minutes, ${integrationLimits.retryMinutes}::int))`;
    await trx
      .updateTable('integrations')
      .set({
        failures,
        next_sync_at: sql<string>`case when is_enabled and every_minutes is not null
          then now() + make_interval(secs => (${minutes} * 60)::float8) end`,
      })
      .where('id', '=', id)
      .execute();
  }

  /** Ids of what is due, oldest first. */
  async due(): Promise<string[]> {
    const rows = await this.database.db
      .selectFrom('integrations')
      .select('id')
      .where('is_enabled', '=', true)
      .where('next_sync_at', '<=', sql<string>`now()`)
      .where('kind', 'in', ['mailbox', 'calendar', 'dockets'])
      .orderBy('next_sync_at')
      .limit(integrationLimits.dueRows)
      .execute();
    return rows.map(({ id }) => id);
  }
}
