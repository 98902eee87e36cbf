import type { Webhook, WebhookAttempt } from '@lexiflow/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deliveryQuery, replayDelivery } from '../api/webhooks.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatInstant, formatMs } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { showToast } from '../ui/toast-store.ts';
import { uiMessages } from '../ui/messages.ts';
import { webhookMessages as text } from './messages.ts';
import { DeliveryBadge } from './webhook-state.tsx';

const columns: readonly FigureColumn<WebhookAttempt>[] = [
  { header: text.number, numeric: true, cell: (row) => formatCount(row.number) },
  { header: text.at, cell: (row) => formatInstant(row.at) },
  { header: text.took, numeric: true, cell: (row) => formatMs(row.durationMs) },
  {
    header: text.answer,
    wrap: true,
    cell: (row) => (
      <span className="block min-w-52">
        {row.error ?? row.status ?? text.noAnswer}
        {row.response && (
          <code className="mt-1 block max-h-24 overflow-y-auto font-mono text-xs break-all whitespace-pre-wrap text-dim">
            {row.response}
          </code>
        )}
        {row.responseCut && <span className="text-xs text-faint">{text.responseCut}</span>}
      </span>
    ),
  },
];

/** One delivery: its message as it is sent, and every attempt. */
export function DeliveryDialog({
  webhook,
  id,
  onClose,
}: {
  webhook: Webhook;
  id: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(deliveryQuery(webhook.id, id));
  const again = useMutation({
    mutationFn: () => replayDelivery(webhook.id, id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['webhooks'] });
      showToast({ text: text.againStarted });
      onClose();
    },
    onError: (failure) => showToast({ text: failure.message, tone: 'error' }),
  });
  return (
    <Dialog
      wide
      title={text.delivery}
      onClose={onClose}
      footer={
        <>
          {webhook.enabled && (
            <Button busy={again.isPending} onClick={() => again.mutate()}>
              {text.again}
            </Button>
          )}
          <Button tone="primary" data-safe onClick={onClose}>
            {uiMessages.done}
          </Button>
        </>
      }
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {data && (
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-3">
            <DeliveryBadge state={data.state} />
            <span className="text-xs break-all text-faint">webhook-id: {data.id}</span>
          </div>
          <section>
            <h3 className="mb-1 text-sm font-medium text-dim">{text.message}</h3>
            {data.body === null ? (
              <p className="text-sm text-dim">{text.hidden}</p>
            ) : (
              <pre
                // Long messages scroll: the keyboard needs a way in.
                tabIndex={0}
                aria-label={text.message}
                className="max-h-64 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
              >
                {JSON.stringify(JSON.parse(data.body), null, 2)}
              </pre>
            )}
          </section>
          <FigureTable
            caption={text.tries}
            rows={data.tries}
            rowKey={(row) => row.number}
            empty={text.noTries}
            columns={columns}
          />
        </div>
      )}
    </Dialog>
  );
}
