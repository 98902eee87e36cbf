import { fingerprint } from './fingerprint.ts';
import { SCANNED_ROWS, SELECTED_SHARE } from './performance.limits.ts';
import type { PlanNode } from './plan-node.ts';

/** A table that is read as a whole though its condition leaves few rows. */
export interface ScannedTable {
  readonly table: string;
  readonly tableRows: number;
  readonly selectedRows: number;
  /** Without values. */
  readonly condition: string;
  readonly columns: readonly string[];
}

const compared =
  /\(*\b(?:\w+\.)?([a-z_]\w*)\)*(?:::[\w ]+(?:\[\])?\)*)?\s*(?:=|<>|<=|>=|<|>|~~\*?|IS\b)/g;
const operators = new Set(['and', 'or', 'not', 'any', 'all', 'null']);

/**
 * Where a plan scans a table of many rows for a condition that leaves at most a fifth of them: an
 * index over the compared columns may save the scan. A hint only: it weighs no cost of writing.
 */
export function missingIndexes(
  root: PlanNode,
  tableRows: ReadonlyMap<string, number>,
): ScannedTable[] {
  const found: ScannedTable[] = [];
  const visit = (node: PlanNode): void => {
    const { 'Relation Name': table, 'Plan Rows': selectedRows = 0, Filter: filter } = node;
    const rows = table === undefined ? 0 : (tableRows.get(table) ?? 0);
    const isScan = node['Node Type'] === 'Seq Scan';
    if (isScan && table !== undefined && filter !== undefined && rows >= SCANNED_ROWS) {
      if (selectedRows <= rows * SELECTED_SHARE)
        found.push({
          table,
          tableRows: rows,
          selectedRows,
          condition: fingerprint(filter),
          columns: columnsOf(filter),
        });
    }
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(root);
  return found;
}

function columnsOf(filter: string): string[] {
  const names = [...filter.matchAll(compared)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !operators.has(name.toLowerCase())).slice(0, 5);
}
