import { databaseChannels } from '../database.channels.ts';
import { quoteIdentifier } from './listen-command.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { type TableActivity, vacuumPlan } from './vacuum-plan.ts';

/** Runs one statement on the embedded database. */
export type Run = (sql: string) => Promise<{ readonly rows: unknown[] }>;

const readSql = `
  SELECT s.schemaname AS schema, s.relname AS name, s.n_live_tup AS live, s.n_dead_tup AS dead,
         s.n_mod_since_analyze AS changed, s.n_ins_since_vacuum AS inserted,
         c.reltuples >= 0 AS "isAnalyzed", age(c.relfrozenxid) AS age
    FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid`;

/**
 * Does what autovacuum does on a server: without it, dead rows would stay and the planner would
 * guess. One table at a time, one statement each; a failure is published and tried again later.
 */
export class Housekeeping implements Disposable {
  readonly #run: Run;
  readonly #timer: NodeJS.Timeout;
  #isBusy = false;

  constructor(run: Run) {
    this.#run = run;
    this.#timer = setInterval(() => void this.#round(), embeddedLimits.housekeepingMs).unref();
  }

  /** One round over the tables that need it. Rejects with the first failure. */
  async tidy(): Promise<void> {
    const { rows } = await this.#run(readSql);
    for (const { schema, name, command } of vacuumPlan(rows as TableActivity[])) {
      await this.#run(`${command} ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #round(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.tidy();
    } catch (error) {
      databaseChannels.housekeepingFailed.publish({ error });
    } finally {
      this.#isBusy = false;
    }
  }
}
