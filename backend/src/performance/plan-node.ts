/** One step of a plan, with the fields of `EXPLAIN (FORMAT JSON)` that are read here. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Total Cost'?: number;
  readonly 'Plan Rows'?: number;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}
