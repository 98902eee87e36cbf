/** Injection token of the cache region of search answers. */
export const SEARCH_CACHE = Symbol('SearchCache');
