import type { CaseSort, CaseStatus } from '@lexiflow/contracts';
import type { QueryValue } from '../api/query-string.ts';
import { anyText, oneOf, type Params } from '../ui/use-search-params.ts';

/** Statuses a list can be narrowed to; empty for any. */
export const statusFilters = [
  '',
  'pending',
  'open',
  'stayed',
  'closed',
] as const satisfies ReadonlyArray<CaseStatus | ''>;

/** Orders of the list, as the API names them. */
export const caseSorts = [
  '-filedOn',
  'filedOn',
  'title',
  '-title',
  'number',
  '-number',
  '-updatedAt',
  'updatedAt',
] as const satisfies readonly CaseSort[];

/** What the address of the list holds. */
export const caseParams = {
  q: anyText,
  court: anyText,
  judge: anyText,
  status: oneOf(statusFilters, ''),
  type: anyText,
  filedFrom: anyText,
  filedTo: anyText,
  archived: oneOf(['', 'true'], ''),
  sort: oneOf(caseSorts, '-filedOn'),
  new: oneOf(['', 'yes'], ''),
};

/** The values of the list's address. */
export type CaseParams = Params<typeof caseParams>;

/** The API query for these values. */
export function caseListQuery(params: CaseParams): Record<string, QueryValue> {
  const { new: _dialog, ...query } = params;
  return query;
}

/** Whether any filter is set. */
export function isFiltered(params: CaseParams): boolean {
  const { sort: _sort, new: _dialog, ...filters } = params;
  return Object.values(filters).some((value) => value !== '');
}

/** The values without any filter; the order stays. */
export const noFilters = {
  q: '',
  court: '',
  judge: '',
  status: '',
  type: '',
  filedFrom: '',
  filedTo: '',
  archived: '',
} as const;
