import type { Finding, FindingStore } from '@lexiflow/memory';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { monitoringLimits } from '../monitoring.limits.ts';
import './leaks.schema.ts';

/** The findings of all runs of all instances, at most `storedFindings`, the latest kept. */
@Injectable()
export class LeakFindingRepository implements FindingStore {
  constructor(private readonly database: Database) {}

  /** Every stored finding, the latest first. */
  async load(): Promise<Finding[]> {
    const rows = await this.database.db
      .selectFrom('leak_findings')
      .select('finding')
      .orderBy('last_seen_at', 'desc')
      .limit(monitoringLimits.storedFindings)
      .execute();
    return rows.map(({ finding: { allocation, ...finding } }) => ({
      ...finding,
      allocation: allocation && { ...allocation, stack: allocation.stack ?? [] },
    }));
  }

  /** Adds or replaces by fingerprint; the first sighting stays. */
  async save(finding: Finding): Promise<void> {
    const { fingerprint, status, firstSeenAt, lastSeenAt } = finding;
    await this.database.transaction(async (trx) => {
      await trx
        .insertInto('leak_findings')
        .values({
          fingerprint,
          status,
          finding: JSON.stringify(finding),
          first_seen_at: firstSeenAt,
          last_seen_at: lastSeenAt,
        })
        .onConflict((conflict) =>
          conflict.column('fingerprint').doUpdateSet({
            status,
            finding: sql<string>`jsonb_set(excluded.finding, '{firstSeenAt}', leak_findings.finding->'firstSeenAt')`,
            last_seen_at: lastSeenAt,
          }),
        )
        .execute();
      await sql`delete from leak_findings where fingerprint in (
        select fingerprint from leak_findings order by last_seen_at desc
        offset ${monitoringLimits.storedFindings})`.execute(trx);
    });
  }

  async clear(): Promise<void> {
    await this.database.db.deleteFrom('leak_findings').execute();
  }
}
