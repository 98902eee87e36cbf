/** Injection token of the bounded cache of search answers. */
export const SEARCH_CACHE = Symbol('SearchCache');
