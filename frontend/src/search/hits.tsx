import type { SearchHit } from '@lexiflow/contracts';
import { useId } from 'react';
import { Link } from 'wouter';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { formatCount, formatDate } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { rowElementId } from '../ui/row-table-row.tsx';
import { Snippet } from '../ui/snippet.tsx';
import { useRowKeys } from '../ui/use-row-keys.ts';
import { searchMessages as text } from './messages.ts';

const TONES: Record<SearchHit['type'], Tone> = {
  case: 'accent',
  party: 'elevated',
  'docket-entry': 'neutral',
};

/** Where a hit leads: its case, an entry to the docket of its day; a party without case to its list. */
export function hitHref(hit: SearchHit): string {
  if (hit.caseId === null) return `/parties?q=${encodeURIComponent(hit.title)}`;
  if (hit.type === 'party') return `/cases/${hit.caseId}?tab=parties`;
  // The docket of that day: short, and the entry is among it whatever the words were.
  const day = hit.type === 'docket-entry' && hit.date ? `?from=${hit.date}&to=${hit.date}` : '';
  return `/cases/${hit.caseId}${day}`;
}

/** The hits in order of their score; `j` and `k` move, Enter opens. */
export function Hits({
  hits,
  stale,
  hasMore,
  isLoadingMore,
  loadMore,
}: {
  hits: readonly SearchHit[];
  /** Whether the hits still belong to the words before. */
  stale: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}) {
  const id = useId();
  useRowKeys(text.results, id, hits.length, (index) =>
    document.getElementById(rowElementId(id, index))?.scrollIntoView({ block: 'nearest' }),
  );
  return (
    <section aria-label={text.results} aria-busy={stale}>
      <p role="status" className="numbers mb-2 text-xs text-faint">
        {stale ? text.searching : text.shown(formatCount(hits.length))}
      </p>
      <ol className={classNames('card divide-y divide-line', stale && 'opacity-60')}>
        {hits.map((hit, index) => (
          <li key={`${hit.type} ${hit.id}`} className="relative px-4 py-3 hover:bg-hover">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <Link
                id={rowElementId(id, index)}
                href={hitHref(hit)}
                className="min-w-0 font-medium after:absolute after:inset-0"
              >
                {hit.title}
              </Link>
              <span className="ml-auto">
                <Badge tone={TONES[hit.type]}>{text.types[hit.type]}</Badge>
              </span>
            </div>
            <p className="mt-1 line-clamp-3 max-w-[80ch] text-sm text-dim">
              <Snippet snippet={hit.snippet} />
            </p>
            <p className="numbers mt-1 text-xs text-faint">{facts(hit)}</p>
          </li>
        ))}
      </ol>
      {hasMore && (
        <div className="mt-3 flex justify-center">
          <Button busy={isLoadingMore} onClick={loadMore}>
            {uiMessages.loadMore}
          </Button>
        </div>
      )}
    </section>
  );
}

function facts(hit: SearchHit): string {
  return [
    hit.courtId,
    hit.judge,
    hit.date && formatDate(hit.date),
    hit.documentNumber && text.entryNumber(hit.documentNumber),
  ]
    .filter(Boolean)
    .join(' · ');
}
