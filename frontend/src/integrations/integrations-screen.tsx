import type { Integration } from '@lexiflow/contracts';
import { Cable, Plus } from 'lucide-react';
import { INTEGRATIONS_PATH } from '../api/integrations.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { IntegrationCard, integrationColumns } from './integration-columns.tsx';
import { IntegrationDialog } from './integration-dialog.tsx';
import { IntegrationView } from './integration-view.tsx';
import { KeyState } from './key-state.tsx';
import { integrationMessages as text } from './messages.ts';

const PATH = '/operate/integrations';
const params = { new: oneOf(['', 'yes'], ''), integration: anyText };

/** The integrations, and one of them with its history. */
export default function IntegrationsScreen() {
  const [{ integration }] = useSearchParams(params);
  return integration === '' ? (
    <IntegrationList />
  ) : (
    <IntegrationView key={integration} id={integration} back={PATH} />
  );
}

function IntegrationList() {
  const [state, setState] = useSearchParams(params);
  const mayManage = useMay('integration:manage');
  const list = usePageList<Integration>(['integrations', 'list'], INTEGRATIONS_PATH);
  const create = () => setState({ new: 'yes' });
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          mayManage && (
            <Button tone="primary" onClick={create}>
              <Plus size={14} aria-hidden />
              {text.new}
            </Button>
          )
        }
      />
      <KeyState />
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<Cable size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
            action={mayManage ? <Button onClick={create}>{text.new}</Button> : undefined}
          />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={integrationColumns}
          rowKey={(row) => row.id}
          href={(row) => `${PATH}?integration=${row.id}`}
          title={(row) => row.name}
          card={(row) => <IntegrationCard integration={row} />}
        />
      </ListFrame>
      {state.new === 'yes' && mayManage && (
        <IntegrationDialog record={null} onClose={() => setState({ new: '' })} />
      )}
    </>
  );
}
