import { historyKinds, historyRanges } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChartLine, X } from 'lucide-react';
import { useMemo } from 'react';
import { metricHistoryQuery } from '../api/history.ts';
import { Button } from '../ui/button.tsx';
import { ChartFigure } from '../ui/chart/chart-figure.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import {
  anyText,
  oneOf,
  type Params,
  useSearchParams,
  writeParams,
} from '../ui/use-search-params.ts';
import { historyCharts } from './history-lines.ts';
import { historyModel } from './history-model.ts';
import { historyMessages as text } from './messages.ts';
import { RouteTable } from './route-table.tsx';

const PATH = '/operate/history';
const historyParams = {
  kind: oneOf(historyKinds, 'request'),
  range: oneOf(historyRanges, '1h'),
  route: anyText,
};
const ranges = historyRanges.map((value) => ({ value, label: text.ranges[value] }));

/** The figures of the last hour, day or week in charts, over all instances. */
export default function HistoryScreen() {
  const [params, setParams] = useSearchParams(historyParams);
  const { kind, range, route } = params;
  const address = (change: Partial<Params<typeof historyParams>>): string => {
    const query = writeParams(historyParams, { ...params, ...change }, '');
    return query === '' ? PATH : `${PATH}?${query}`;
  };
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <Select
            aria-label={text.range}
            choices={ranges}
            value={range}
            onChange={({ target }) => setParams({ range: target.value as typeof range })}
          />
        }
      />
      <TabLinks
        label={text.kindsLabel}
        tabs={historyKinds.map((one) => ({
          href: address({ kind: one, route: '' }),
          label: text.kinds[one],
          current: one === kind,
        }))}
      />
      <div className="flex flex-col gap-6">
        {route !== '' && (
          <div className="flex flex-wrap items-center gap-3">
            <code className="font-mono text-sm">{route}</code>
            <Button onClick={() => setParams({ route: '' })}>
              <X size={14} aria-hidden />
              {text.allRoutes}
            </Button>
          </div>
        )}
        <Charts kind={kind} range={range} route={route} />
        {kind === 'request' && route === '' && (
          <RouteTable range={range} hrefOf={(one) => address({ route: one })} />
        )}
      </div>
    </>
  );
}

function Charts({ kind, range, route }: Params<typeof historyParams>) {
  const { data, error, refetch } = useQuery(metricHistoryQuery(kind, range, route));
  const charts = useMemo(() => {
    if (!data) return [];
    const to = Date.parse(data.to) / 1000;
    return historyCharts(data).map((chart) => historyModel(chart, data.at, to));
  }, [data]);
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  if (charts.length === 0) {
    return (
      <EmptyState icon={<ChartLine size={20} />} title={text.nothing} hint={text.nothingHint} />
    );
  }
  return (
    <div>
      <div className="grid gap-3 lg:grid-cols-2">
        {charts.map((model) => (
          <ChartFigure key={model.title} model={model} />
        ))}
      </div>
      {data.leftOut > 0 && (
        <p className="mt-2 text-sm text-dim">{text.leftOut(formatCount(data.leftOut))}</p>
      )}
    </div>
  );
}
