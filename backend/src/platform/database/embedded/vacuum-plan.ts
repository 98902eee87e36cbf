/** What the server knows of one table; counts of rows since the counters were last reset. */
export interface TableActivity {
  readonly schema: string;
  readonly name: string;
  readonly live: number;
  readonly dead: number;
  /** Changed since the planner's figures were taken. */
  readonly changed: number;
  /** Inserted since the last vacuum. */
  readonly inserted: number;
  /** False when the planner has never had figures of it. */
  readonly isAnalyzed: boolean;
  /** Transactions since its oldest unfrozen row. */
  readonly age: number;
}

/** What one table needs now. */
export interface TableWork {
  readonly schema: string;
  readonly name: string;
  readonly command: 'ANALYZE' | 'VACUUM (ANALYZE)' | 'VACUUM (FREEZE, ANALYZE)';
}

// PostgreSQL's own defaults for its autovacuum, which the embedded server does not have.
const floor = 50;
const deadShare = 0.2;
const insertFloor = 1_000;
const changedShare = 0.1;
const freezeAge = 200_000_000;

/** Which tables need work, by the thresholds of PostgreSQL's autovacuum; the most urgent first. */
export function vacuumPlan(tables: readonly TableActivity[]): TableWork[] {
  const work = tables.flatMap((table): (TableWork & { urgency: number })[] => {
    const { schema, name, live, dead, changed, inserted, isAnalyzed, age } = table;
    const base = { schema, name };
    if (age > freezeAge) return [{ ...base, command: 'VACUUM (FREEZE, ANALYZE)', urgency: age }];
    if (dead > floor + deadShare * live || inserted > insertFloor + deadShare * live) {
      return [{ ...base, command: 'VACUUM (ANALYZE)', urgency: dead + inserted }];
    }
    if (!isAnalyzed || changed > floor + changedShare * live) {
      return [{ ...base, command: 'ANALYZE', urgency: changed }];
    }
    return [];
  });
  return work
    .sort((a, b) => b.urgency - a.urgency)
    .map(({ schema, name, command }) => ({ schema, name, command }));
}
