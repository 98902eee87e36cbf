import type { ImportResult } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { fileLine, rejectedSum, rejectionLines, summaryTable } from './import-report.ts';

const none = { cases: 0, parties: 0, entries: 0 };
const result = (over: Partial<ImportResult>): ImportResult => ({
  created: none,
  updated: none,
  unchanged: none,
  rejected: [],
  rejectedCount: 0,
  ...over,
});
const reports = [
  {
    name: 'a.json',
    result: result({ created: { cases: 2, parties: 5, entries: 31 } }),
    failure: null,
  },
  {
    name: 'b.ndjson',
    result: result({
      unchanged: { cases: 1, parties: 2, entries: 3 },
      rejected: [{ index: 4, reason: 'court_id: is missing', line: 5, byteOffset: 90 }],
      rejectedCount: 3,
    }),
    failure: null,
  },
  { name: 'c.json', result: null, failure: 'no JSON (DOCKET_NOT_RECORDS)' },
];

describe('the report of an import', () => {
  it('says of each file what became of it', () => {
    expect(reports.map(fileLine)).toEqual([
      'a.json: created 2 cases, 31 entries',
      'b.ndjson: unchanged 1 cases, 3 entries; rejected 3',
      'c.json: not imported: no JSON (DOCKET_NOT_RECORDS)',
    ]);
    expect(fileLine({ name: 'd.json', result: result({}), failure: null })).toBe(
      'd.json: nothing in it',
    );
  });

  it('adds up the files', () => {
    expect(summaryTable(reports).map((line) => line.split(/\s+/).filter(Boolean))).toEqual([
      ['cases', 'parties', 'entries'],
      ['created', '2', '5', '31'],
      ['updated', '0', '0', '0'],
      ['unchanged', '1', '2', '3'],
      ['rejected', '4'],
    ]);
    expect(rejectedSum(reports)).toBe(4);
  });

  it('lists what was rejected with its place, and how many are not listed', () => {
    expect(rejectionLines(reports)).toEqual([
      'b.ndjson, record 4, line 5, byte 90: court_id: is missing',
      'b.ndjson: 2 more',
      'c.json: no JSON (DOCKET_NOT_RECORDS)',
    ]);
  });
});
