import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { trafficQuery } from '../api/traffic.ts';
import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatBytes, formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { StatTile } from '../ui/stat-tile.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { AddressRules } from './address-rules.tsx';
import { trafficMessages as text } from './messages.ts';
import { RuleDialog } from './rule-dialog.tsx';

const trafficParams = { q: anyText, new: oneOf(['', 'yes'], '') };

/** What the limits refused, the limits themselves, and the lists of addresses. */
export default function TrafficScreen() {
  const [params, setParams] = useSearchParams(trafficParams);
  const mayManage = useMay('traffic:manage');
  const { data, error, refetch } = useQuery(trafficQuery);
  return (
    <>
      <PageHeader
        title={text.title}
        detail={data && text.detail(data.address)}
        actions={
          mayManage && (
            <Button tone="primary" onClick={() => setParams({ new: 'yes' })}>
              <Plus size={14} aria-hidden />
              {text.new}
            </Button>
          )
        }
      />
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
          <StatTile
            label={text.addressLimit}
            value={formatCount(data.refused.addressLimit)}
            detail={text.sinceStart}
          />
          <StatTile
            label={text.userLimit}
            value={formatCount(data.refused.userLimit)}
            detail={text.sinceStart}
          />
          <StatTile
            label={text.blocked}
            value={formatCount(data.refused.blocked)}
            detail={text.sinceStart}
          />
          <StatTile
            label={text.table}
            value={formatBytes(data.tableBytes)}
            detail={text.tableDetail}
          />
        </div>
      )}
      <AddressRules q={params.q} onFilter={(q) => setParams({ q })} mayManage={mayManage} />
      <section className="mt-8 min-w-0">
        <h2 className="mb-2 font-semibold">{text.limits}</h2>
        {data ? (
          <FigureTable
            caption={text.limits}
            rows={data.limits}
            rowKey={(row) => row.class}
            empty={text.limitsOff}
            columns={[
              { header: text.class, cell: (row) => row.class },
              {
                header: text.perAddress,
                numeric: true,
                cell: (row) => formatCount(row.perAddress),
              },
              { header: text.perUser, numeric: true, cell: (row) => formatCount(row.perUser) },
            ]}
          />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </section>
      {mayManage && params.new === 'yes' && <RuleDialog onClose={() => setParams({ new: '' })} />}
    </>
  );
}
