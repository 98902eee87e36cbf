import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link } from 'wouter';
import { integrationQuery } from '../api/integrations.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import { integrationMessages as text } from './messages.ts';
import { IntegrationBadge } from './run-badge.tsx';
import { RunHistory } from './run-history.tsx';

/** One integration: what can be done with it, and its history. */
export function IntegrationView({ id, back }: { id: string; back: string }) {
  const { data, error, refetch } = useQuery(integrationQuery(id));
  return (
    <>
      <Link href={back} className="link no-print mb-2 inline-flex items-center gap-1 text-sm">
        <ArrowLeft size={14} aria-hidden />
        {text.back}
      </Link>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && (
        <>
          <PageHeader
            title={data.name}
            detail={text.kinds[data.kind]}
            actions={<IntegrationActions record={data} back={back} />}
          />
          <p className="mb-4">
            <IntegrationBadge integration={data} />
          </p>
          <h2 className="mb-2 font-semibold">{text.history}</h2>
          <RunHistory id={id} />
        </>
      )}
    </>
  );
}
