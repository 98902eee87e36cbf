import { infiniteQueryOptions, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { Page } from '@lexiflow/contracts';
import { request } from './request.ts';
import type { QueryValue } from './query-string.ts';

/** Rows fetched at a time. */
export const ROWS_PER_PAGE = 50;

/** A list that grows page by page. */
export interface PageList<Row> {
  readonly rows: readonly Row[];
  /** All rows the filter matches, when the server told. */
  readonly total: number | undefined;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const NO_ROWS: readonly never[] = [];

type Query = Readonly<Record<string, QueryValue>>;

/** How the list at `path` is read by cursor; the first page also asks for the total. */
export function pageListOptions<Row>(key: QueryKey, path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<Page<Row>>(path, {
        signal,
        query: {
          ...query,
          limit: ROWS_PER_PAGE,
          cursor: pageParam,
          count: pageParam === '' ? true : undefined,
        },
      }),
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Reads the list at `path` by cursor. */
export function usePageList<Row>(
  key: QueryKey,
  path: string,
  query: Query = {},
  enabled = true,
): PageList<Row> {
  const result = useInfiniteQuery({
    ...pageListOptions<Row>(key, path, query),
    enabled,
    select: (data) => ({
      rows: data.pages.flatMap((page) => page.items),
      total: data.pages[0]?.total,
    }),
  });
  return {
    rows: result.data?.rows ?? NO_ROWS,
    total: result.data?.total,
    error: result.error,
    isLoading: result.isPending && enabled,
    isLoadingMore: result.isFetchingNextPage,
    hasMore: result.hasNextPage,
    loadMore: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage();
    },
    reload: () => void result.refetch(),
  };
}
