import type { MigrationConnection } from './migrate.ts';

// The same text on every supported version: what a version adds by itself (the named NOT NULL
// constraints of PostgreSQL 18) and what extensions own is left out.
const linesSql = `
  SELECT line FROM (
    SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
                  coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) AS line, c.oid
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('index %s', pg_get_indexdef(i.indexrelid)), i.indrelid
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('constraint %s on %s %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid)),
           k.conrelid
      FROM pg_constraint k
     WHERE k.connamespace = 'public'::regnamespace AND k.conrelid <> 0 AND k.contype <> 'n'
    UNION ALL
    SELECT format('trigger %s', pg_get_triggerdef(t.oid)), t.tgrelid
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
  ) AS lines
   WHERE NOT EXISTS (SELECT FROM pg_depend p WHERE p.objid = lines.oid AND p.deptype = 'e')
   ORDER BY line COLLATE "C"`;

/** The schema as sorted lines of text: columns, indexes, constraints and triggers of `public`. */
export async function schemaLines(connection: MigrationConnection): Promise<string[]> {
  const { rows } = await connection.query<{ line: string }>(linesSql);
  return rows.map(({ line }) => line);
}

/** Lines that only one of two schemas has: `+` in the first, `-` in the second. */
export function schemaDifference(live: readonly string[], recorded: readonly string[]): string[] {
  const inLive = new Set(live);
  const inRecorded = new Set(recorded);
  return [
    ...live.filter((line) => !inRecorded.has(line)).map((line) => `+ ${line}`),
    ...recorded.filter((line) => !inLive.has(line)).map((line) => `- ${line}`),
  ];
}
