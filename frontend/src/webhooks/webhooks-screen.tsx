import type { Webhook } from '@lexiflow/contracts';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { WEBHOOKS_PATH } from '../api/webhooks.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { webhookMessages as text } from './messages.ts';
import { WebhookCard, webhookColumns } from './webhook-columns.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookView } from './webhook-view.tsx';

const PATH = '/operate/webhooks';
const webhookParams = {
  all: oneOf(['', 'true'], ''),
  new: oneOf(['', 'yes'], ''),
  webhook: anyText,
};

/** The webhooks, and one of them with its deliveries. */
export default function WebhooksScreen() {
  const [{ webhook }] = useSearchParams(webhookParams);
  return webhook === '' ? <WebhookList /> : <WebhookView key={webhook} id={webhook} back={PATH} />;
}

function WebhookList() {
  const [params, setParams] = useSearchParams(webhookParams);
  const seesAll = useMay('webhook:manage-all');
  const all = seesAll && params.all === 'true';
  const query = useTrackedMemo('webhooks: query', () => (all ? { all: 'true' } : {}), [all]);
  const list = usePageList<Webhook>(['webhooks', 'list'], WEBHOOKS_PATH, query);
  const create = () => setParams({ new: 'yes' });
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <Button tone="primary" onClick={create}>
            <Plus size={14} aria-hidden />
            {text.new}
          </Button>
        }
      />
      {seesAll && (
        <TabLinks
          label={text.whose}
          tabs={[
            { href: PATH, label: text.mine, current: !all },
            { href: `${PATH}?all=true`, label: text.everyones, current: all },
          ]}
        />
      )}
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<WebhookIcon size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
            action={<Button onClick={create}>{text.new}</Button>}
          />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={webhookColumns}
          rowKey={(row) => row.id}
          href={(row) => `${PATH}?webhook=${row.id}`}
          title={(row) => row.name}
          card={(row) => <WebhookCard webhook={row} />}
        />
      </ListFrame>
      {params.new === 'yes' && (
        <WebhookDialog record={null} onClose={() => setParams({ new: '' })} />
      )}
    </>
  );
}
