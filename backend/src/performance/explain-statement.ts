import type pg from 'pg';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import type { PoolConnection } from '../platform/database/pool/pool-connection.ts';
import { EXPLAIN_MS } from './performance.limits.ts';
import type { PlanNode } from './plan-node.ts';

/** A plan and the sizes of the tables in it. */
export interface ExplainedStatement {
  readonly plan: PlanNode;
  /** The same as the database prints it, line by line. */
  readonly lines: readonly string[];
  /** Rows by the name of the table, as the database estimates. */
  readonly tableRows: ReadonlyMap<string, number>;
}

/**
 * The generic plan of a statement, for any values of its parameters. The statement is planned and
 * never run: no ANALYZE, in a read-only transaction that is rolled back, and as one statement only,
 * so that nothing can stand behind it. Rejects with the database's error for what has no plan.
 */
export async function explainStatement(
  database: Database,
  statement: string,
): Promise<ExplainedStatement> {
  const connection = await database.pool.connect();
  let isDone = false;
  try {
    await connection.run({ text: 'begin read only' });
    try {
      return await plan(connection, statement);
    } finally {
      await connection.run({ text: 'rollback' });
      isDone = true;
    }
  } finally {
    connection.release(!isDone && database.kind === 'postgres');
  }
}

async function plan(connection: PoolConnection, statement: string): Promise<ExplainedStatement> {
  const name = `explained_${newId().replaceAll('-', '')}`;
  await connection.run({ text: `set local statement_timeout = ${EXPLAIN_MS}` });
  await connection.run({ text: 'set local plan_cache_mode = force_generic_plan' });
  // The extended protocol refuses a text of several statements.
  const prepare = { text: `prepare ${name} as ${statement}`, queryMode: 'extended' };
  await connection.run(prepare as pg.QueryConfig);
  await connection.run({ text: 'savepoint prepared' });
  try {
    const { rows } = await connection.run<{ count: number }>({
      text: 'select cardinality(parameter_types) as count from pg_prepared_statements where name = $1',
      values: [name],
    });
    const nulls = Array.from({ length: rows[0]?.count ?? 0 }, () => 'null').join(', ');
    const execute = `execute ${name}${nulls === '' ? '' : ` (${nulls})`}`;
    const explained = await connection.run<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({
      text: `explain (format json) ${execute}`,
    });
    const found = explained.rows[0]?.['QUERY PLAN'][0].Plan;
    if (found === undefined) throw new Error('EXPLAIN answered no plan');
    const printed = await connection.run<{ 'QUERY PLAN': string }>({ text: `explain ${execute}` });
    return {
      plan: found,
      lines: printed.rows.map((row) => row['QUERY PLAN']),
      tableRows: await rowsOf(connection, found),
    };
  } finally {
    // A prepared statement outlives the transaction, and on the embedded database the connection.
    await connection.run({ text: 'rollback to savepoint prepared' });
    await connection.run({ text: `deallocate ${name}` });
  }
}

async function rowsOf(connection: PoolConnection, root: PlanNode): Promise<Map<string, number>> {
  const tables = new Set<string>();
  const visit = (node: PlanNode): void => {
    if (node['Relation Name'] !== undefined) tables.add(node['Relation Name']);
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(root);
  const { rows } = await connection.run<{ name: string; count: number }>({
    text: `select c.relname as name, greatest(max(c.reltuples), max(s.n_live_tup))::float8 as count
      from pg_class as c left join pg_stat_user_tables as s on s.relid = c.oid
      where c.relname = any ($1) and c.relkind in ('r', 'p', 'm') group by c.relname`,
    values: [[...tables]],
  });
  return new Map(rows.map(({ name, count }) => [name, count]));
}
