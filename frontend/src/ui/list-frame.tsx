import type { ReactNode } from 'react';
import type { PageList } from '../api/use-page-list.ts';
import { ErrorPanel } from './error-panel.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

/** Shows the state of a list: being loaded, failed, empty, or its rows. */
export function ListFrame<Row>({
  list,
  empty,
  children,
}: {
  list: PageList<Row>;
  empty: ReactNode;
  children: ReactNode;
}) {
  if (list.isLoading) return <SkeletonRows />;
  if (list.error && list.rows.length === 0) {
    return <ErrorPanel error={list.error} onRetry={list.reload} />;
  }
  return (
    <div className="flex flex-col gap-3">
      {list.error && <ErrorPanel error={list.error} onRetry={list.reload} />}
      {list.rows.length === 0 ? empty : children}
    </div>
  );
}
