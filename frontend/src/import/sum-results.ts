import type { ImportCounts, ImportResult } from '@lexiflow/contracts';

/** What several imports did together: created, updated and unchanged records by kind. */
export type ImportSum = Pick<ImportResult, 'created' | 'updated' | 'unchanged' | 'rejectedCount'>;

/** The sums over the results of several files. */
export function sumResults(results: readonly ImportResult[]): ImportSum {
  const total = (key: 'created' | 'updated' | 'unchanged'): ImportCounts => ({
    cases: results.reduce((sum, result) => sum + result[key].cases, 0),
    parties: results.reduce((sum, result) => sum + result[key].parties, 0),
    entries: results.reduce((sum, result) => sum + result[key].entries, 0),
  });
  return {
    created: total('created'),
    updated: total('updated'),
    unchanged: total('unchanged'),
    rejectedCount: results.reduce((sum, result) => sum + result.rejectedCount, 0),
  };
}
