import type pg from 'pg';
import { databaseLimits } from './database.limits.ts';

/** The configured part of a pool; times in ms. */
export interface PoolSizes {
  readonly poolMin: number;
  readonly poolMax: number;
  readonly idleTimeoutMs: number;
}

/** How `pg` connects to a PostgreSQL server. */
export function postgresConfig(url: string, sizes: PoolSizes): pg.PoolConfig {
  const limits = databaseLimits;
  return {
    connectionString: url,
    min: sizes.poolMin,
    max: sizes.poolMax,
    idleTimeoutMillis: sizes.idleTimeoutMs,
    connectionTimeoutMillis: limits.acquireTimeoutMs,
    statement_timeout: limits.statementTimeoutMs,
    query_timeout: limits.statementTimeoutMs + limits.readGraceMs,
    idle_in_transaction_session_timeout: limits.idleTransactionMs,
    keepAlive: true,
    application_name: 'lexiflow',
    // Instants are parsed as UTC; a server elsewhere may be set otherwise.
    options: '-c timezone=UTC -c datestyle=ISO,MDY',
  };
}
