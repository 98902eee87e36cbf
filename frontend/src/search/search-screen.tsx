import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useRef } from 'react';
import { searchQuery } from '../api/search.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { useSearchParams } from '../ui/use-search-params.ts';
import { Hits } from './hits.tsx';
import { searchMessages as text } from './messages.ts';
import { SearchFacets } from './search-facets.tsx';
import { noFilters, searchParams } from './search-params.ts';

/** One box over everything the viewer may see; words and facets stand in the address. */
export default function SearchScreen() {
  const [params, setParams] = useSearchParams(searchParams);
  const box = useRef<HTMLInputElement>(null);
  const result = useInfiniteQuery(searchQuery(params));
  const { data } = result;
  const hits = useTrackedMemo(
    'search: hits',
    () => data?.pages.flatMap((page) => page.items) ?? [],
    [data],
  );
  useShortcuts(text.keysTitle, [
    { keys: '/', label: text.focusBox, run: () => box.current?.select() },
  ]);
  const first = data?.pages[0];
  const isIdle = params.q === '';
  return (
    <>
      <PageHeader title={text.title} />
      <search className="no-print relative mb-4 block max-w-3xl">
        <Search
          size={16}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
        />
        <FilterInput
          ref={box}
          autoFocus
          aria-label={text.box}
          placeholder={text.placeholder}
          className="h-10 pl-9 text-base"
          value={params.q}
          onSettled={(q) => setParams({ q })}
        />
      </search>
      {isIdle ? (
        <EmptyState icon={<Search size={20} />} title={text.startTitle} hint={text.startHint} />
      ) : (
        <div className="grid gap-6 lg:grid-cols-[14rem_minmax(0,1fr)]">
          <SearchFacets params={params} facets={first?.facets} onChange={setParams} />
          <div className="min-w-0">
            {result.error && (
              <ErrorPanel error={result.error} onRetry={() => void result.refetch()} />
            )}
            {first?.corrected && (
              <p role="status" className="mb-3 text-sm text-dim">
                {text.corrected(params.q)} {text.correctedTo}{' '}
                <button
                  type="button"
                  className="link font-medium"
                  onClick={() => setParams({ q: first.corrected ?? '' })}
                >
                  {first.corrected}
                </button>
              </p>
            )}
            {first?.truncated && (
              <p role="status" className="mb-3 text-sm text-dim">
                {text.truncated}
              </p>
            )}
            {!first && !result.error && <SkeletonRows height={72} />}
            {first && hits.length === 0 && !result.error && (
              <EmptyState
                icon={<Search size={20} />}
                title={text.noneTitle(params.q)}
                hint={text.noneHint}
                action={<Button onClick={() => setParams(noFilters)}>{text.clear}</Button>}
              />
            )}
            {hits.length > 0 && (
              <Hits
                hits={hits}
                stale={result.isPlaceholderData}
                hasMore={result.hasNextPage}
                isLoadingMore={result.isFetchingNextPage}
                loadMore={() => void result.fetchNextPage()}
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}
