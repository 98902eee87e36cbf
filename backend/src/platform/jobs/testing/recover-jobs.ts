import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import type { JobStore } from '../job-store.ts';

/**
 * Gives out again every running job whose last sign of life is older than `silentMs`, as if the time
 * that the queue waits for it had passed.
 */
export async function recoverJobs(
  database: Database,
  store: JobStore,
  silentMs = 0,
): Promise<void> {
  await sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'
    and heartbeat_on <= now() - make_interval(secs => ${silentMs / 1000}::float8)`.execute(
    database.db,
  );
  // Otherwise one process looks only once in its interval.
  await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`.execute(
    database.db,
  );
  await store.supervise();
}
