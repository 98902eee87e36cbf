import { useQuery } from '@tanstack/react-query';
import { processInfoQuery } from '../api/monitoring.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount, formatDuration } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { uiMessages } from '../ui/messages.ts';
import { FigureSection } from './figure-section.tsx';
import { flattenFacts } from './flatten-facts.ts';
import { operateMessages } from './messages.ts';

const text = operateMessages.info;

function show(name: string, value: string | number | boolean | null): string {
  if (value === null || value === '') return uiMessages.none;
  if (typeof value === 'boolean') return value ? operateMessages.yes : operateMessages.no;
  if (typeof value === 'string') return value;
  if (/Bytes$/.test(name)) return formatBytes(value);
  if (/Seconds$/.test(name)) return formatDuration(value);
  return /pid$/i.test(name) ? String(value) : formatCount(value);
}

/** Versions, flags, limits and plan of the server process, as the server states them. */
export function ProcessInfo() {
  const { data, error, refetch } = useQuery(processInfoQuery);
  const facts = useTrackedMemo('process: facts', () => (data ? flattenFacts(data) : []), [data]);
  return (
    <FigureSection title={text.title}>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} height={34} />}
      {data && (
        <dl className="card grid gap-x-6 gap-y-2 p-4 text-sm sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {facts.map(({ name, value }) => (
            <div key={name} className="min-w-0">
              <dt className="font-mono text-2xs text-faint">{name}</dt>
              <dd className="numbers">{show(name, value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </FigureSection>
  );
}
