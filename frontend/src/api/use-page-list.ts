import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
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

/** Reads the list at `path` by cursor; the first page also asks for the total. */
export function usePageList<Row>(
  key: QueryKey,
  path: string,
  query: Readonly<Record<string, QueryValue>> = {},
  enabled = true,
): PageList<Row> {
  const result = useInfiniteQuery({
    queryKey: [...key, query],
    enabled,
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
