import { deliveryStates, type Webhook, type WebhookDelivery } from '@lexiflow/contracts';
import { Send } from 'lucide-react';
import { usePageList } from '../api/use-page-list.ts';
import { deliveriesPath } from '../api/webhooks.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { DeliveryCard, deliveryColumns } from './delivery-columns.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { webhookMessages as text } from './messages.ts';

const states = ['', ...deliveryStates] as const;
const deliveryParams = { state: oneOf(states, ''), delivery: anyText };

/** The deliveries of a webhook, newest first; each opens with its message and attempts. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const [{ state, delivery }, setParams] = useSearchParams(deliveryParams);
  const query = useTrackedMemo('deliveries: query', () => (state === '' ? {} : { state }), [state]);
  const list = usePageList<WebhookDelivery>(
    ['webhooks', 'deliveries', webhook.id],
    deliveriesPath(webhook.id),
    query,
  );
  return (
    <section aria-label={text.deliveries}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{text.deliveries}</h2>
        <Select
          aria-label={text.state}
          className="no-print w-36"
          value={state}
          onChange={(event) =>
            setParams({ state: states.find((one) => one === event.target.value) ?? '' })
          }
          choices={states.map((value) => ({
            value,
            label: value === '' ? text.anyState : text.states[value],
          }))}
        />
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<Send size={20} />}
            title={text.noDeliveries}
            hint={text.noDeliveriesHint}
          />
        }
      >
        <RowTable
          label={text.deliveries}
          list={list}
          columns={deliveryColumns}
          rowKey={(row) => row.id}
          href={(row) => `/operate/webhooks?webhook=${webhook.id}&delivery=${row.id}`}
          title={(row) => row.type}
          card={(row) => <DeliveryCard delivery={row} />}
        />
      </ListFrame>
      {delivery !== '' && (
        <DeliveryDialog
          key={delivery}
          webhook={webhook}
          id={delivery}
          onClose={() => {
            setParams({ delivery: '' });
            list.reload();
          }}
        />
      )}
    </section>
  );
}
