import { describe, expect, it } from 'vitest';
import { missingIndexes } from './missing-indexes.ts';
import type { PlanNode } from './plan-node.ts';

const rows = new Map([
  ['docket_entries', 1_000_000],
  ['courts', 3_000],
]);

const scan = (more: Partial<PlanNode>): PlanNode => ({
  'Node Type': 'Seq Scan',
  'Relation Name': 'docket_entries',
  'Plan Rows': 12,
  Filter: '(case_id = $1)',
  ...more,
});

describe('missingIndexes', () => {
  it('names a large table that is scanned for few rows, wherever it stands in the plan', () => {
    const plan = { 'Node Type': 'Limit', Plans: [{ 'Node Type': 'Sort', Plans: [scan({})] }] };
    expect(missingIndexes(plan, rows)).toEqual([
      {
        table: 'docket_entries',
        tableRows: 1_000_000,
        selectedRows: 12,
        condition: '(case_id = ?)',
        columns: ['case_id'],
      },
    ]);
  });

  it.each([
    ['a small table', scan({ 'Relation Name': 'courts' })],
    ['a condition that leaves most rows', scan({ 'Plan Rows': 900_000 })],
    ['an index scan', scan({ 'Node Type': 'Index Scan' })],
    ['a table of unknown size', scan({ 'Relation Name': 'elsewhere' })],
  ])('says nothing of %s', (_, plan) => {
    expect(missingIndexes(plan, rows)).toEqual([]);
  });

  it('says nothing of a scan without a condition', () => {
    const { Filter: _, ...whole } = scan({});
    expect(missingIndexes(whole, rows)).toEqual([]);
  });

  it.each([
    ["((sealed IS NULL) AND (filed_on > '2024-01-01'::date))", ['sealed', 'filed_on']],
    [
      "((description ~~* '%secret%'::text) OR (lower(title) = 'x'::text))",
      ['description', 'title'],
    ],
    ["((status)::text = ANY ('{open,closed}'::text[]))", ['status']],
    ['(entries.case_id <> $2)', ['case_id']],
  ])('finds the compared columns of %s and shows no value', (filter, columns) => {
    const [found] = missingIndexes(scan({ Filter: filter }), rows);
    expect(found?.columns).toEqual(columns);
    expect(found?.condition).not.toMatch(/secret|2024|open/);
  });
});
