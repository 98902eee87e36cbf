import type { SearchType } from '@lexiflow/contracts';
import { anyText, oneOf, type Params } from '../ui/use-search-params.ts';

/** Kinds of hits; empty for all. */
export const searchTypes = ['', 'case', 'party', 'docket-entry'] as const satisfies ReadonlyArray<
  SearchType | ''
>;

/** What the address of the search holds. */
export const searchParams = {
  q: anyText,
  type: oneOf(searchTypes, ''),
  court: anyText,
  judge: anyText,
  from: anyText,
  to: anyText,
};

/** The values of the search's address. */
export type SearchParams = Params<typeof searchParams>;

/** The values without any filter; the words stay. */
export const noFilters = { type: '', court: '', judge: '', from: '', to: '' } as const;
