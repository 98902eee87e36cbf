import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link } from 'wouter';
import { webhookQuery } from '../api/webhooks.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatInstant } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Deliveries } from './deliveries.tsx';
import { webhookMessages as text } from './messages.ts';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookBadge } from './webhook-state.tsx';

/** One webhook: what it is told, what can be done with it, and its deliveries. */
export function WebhookView({ id, back }: { id: string; back: string }) {
  const { data: webhook, error, refetch } = useQuery(webhookQuery(id));
  return (
    <>
      <Link href={back} className="link no-print mb-2 inline-flex items-center gap-1 text-sm">
        <ArrowLeft size={14} aria-hidden />
        {text.back}
      </Link>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!webhook && !error && <SkeletonRows rows={6} />}
      {webhook && (
        <>
          <PageHeader
            title={webhook.name}
            detail={<span className="break-all">{webhook.url}</span>}
            actions={<WebhookActions webhook={webhook} back={back} />}
          />
          <div className="mb-4 flex flex-wrap items-center gap-2 text-sm text-dim">
            <WebhookBadge webhook={webhook} />
            <span>
              {text.owner}: {webhook.ownerName}
            </span>
            <span>
              · {text.events}: {webhook.events?.join(', ') ?? text.allEvents}
            </span>
            {webhook.previousSecretUntil !== null && (
              <span>· {text.rotating(formatInstant(webhook.previousSecretUntil))}</span>
            )}
          </div>
          <Deliveries webhook={webhook} />
        </>
      )}
    </>
  );
}
