import type { ProcessFigures } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { processInfoQuery } from '../api/monitoring.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatBytes, formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { FigureSection } from './figure-section.tsx';
import { operateMessages } from './messages.ts';

const text = operateMessages.info;

function factsOf(info: ProcessFigures): ReadonlyArray<readonly [string, string]> {
  return [
    [text.version, info.version],
    [text.node, info.nodeVersion],
    [text.v8, info.v8Version],
    [text.platform, `${info.platform} ${info.arch}`],
    [text.processors, formatCount(info.processors)],
    [text.machine, formatBytes(info.machineBytes)],
    [text.profile, info.budget.profile ?? uiMessages.none],
    [text.flags, info.flags.join(' ')],
  ];
}

/** What the server process is, how it was started, and how its memory was planned. */
export function ProcessInfo() {
  const { data, error, refetch } = useQuery(processInfoQuery);
  return (
    <FigureSection title={text.title}>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} height={34} />}
      {data && (
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <dl className="card grid grid-cols-2 gap-x-6 gap-y-3 p-4 text-sm sm:grid-cols-3">
            {factsOf(data).map(([name, value]) => (
              <div key={name} className={name === text.flags ? 'col-span-full' : 'min-w-0'}>
                <dt className="text-xs text-faint">{name}</dt>
                <dd className="numbers">{value}</dd>
              </div>
            ))}
          </dl>
          <FigureTable
            caption={text.plan}
            rows={data.budget.lines}
            rowKey={(line) => line.label}
            empty={text.empty}
            columns={[
              { header: text.line, cell: (line) => line.label },
              { header: text.size, numeric: true, cell: (line) => formatBytes(line.bytes) },
              {
                header: text.why,
                wrap: true,
                cell: (line) => <span className="block min-w-52 text-dim">{line.why}</span>,
              },
            ]}
          />
        </div>
      )}
    </FigureSection>
  );
}
