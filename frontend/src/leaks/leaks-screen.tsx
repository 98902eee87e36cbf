import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { leaksQuery } from '../api/leaks.ts';
import { useMay } from '../api/session.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { LeakActions } from './leak-actions.tsx';
import { LeakCard } from './leak-card.tsx';
import { leakMessages as text } from './messages.ts';

/** What grows in the process without an end, who holds it, and what the whole process shows. */
export default function LeaksScreen() {
  const { data, error, refetch } = useQuery(leaksQuery);
  const mayAct = useMay('monitoring:act');
  if (!data) {
    return (
      <>
        <PageHeader title={text.title} />
        {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={text.title}
        detail={data.detail}
        actions={mayAct && data.isEnabled && <LeakActions />}
      />
      {error && (
        <div className="mb-4">
          <p className="mb-1 text-sm text-dim">{text.stale}</p>
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="flex flex-col gap-6">
        {data.items.length === 0 ? (
          <EmptyState
            icon={<ShieldCheck size={20} />}
            title={data.isEnabled ? text.emptyTitle : text.offTitle}
            hint={data.isEnabled ? text.emptyHint : data.detail}
          />
        ) : (
          <div className="grid grid-cols-1 gap-3">
            {data.items.map((finding) => (
              <LeakCard key={finding.fingerprint} finding={finding} />
            ))}
          </div>
        )}
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.signals}</h2>
          <FigureTable
            caption={text.signals}
            rows={data.signals}
            rowKey={(signal) => signal.name}
            empty={text.noSignals}
            columns={[
              { header: text.signal, cell: (signal) => signal.name },
              {
                header: text.state,
                cell: (signal) => (
                  <Badge tone={signal.isRaised ? 'warning' : 'normal'}>
                    {signal.isRaised ? text.raised : text.quiet}
                  </Badge>
                ),
              },
              {
                header: text.detail,
                wrap: true,
                cell: (signal) => <span className="block min-w-52 text-dim">{signal.detail}</span>,
              },
            ]}
          />
        </section>
      </div>
    </>
  );
}
