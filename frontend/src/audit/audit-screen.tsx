import type { AuditRecord } from '@lexiflow/contracts';
import { Download, ScrollText } from 'lucide-react';
import { AUDIT_CSV_URL, AUDIT_PATH } from '../api/audit.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { anyText, useSearchParams } from '../ui/use-search-params.ts';
import { AuditCard, auditColumns } from './audit-columns.tsx';
import { ChainCheck } from './chain-check.tsx';
import { auditMessages as text } from './messages.ts';

const auditParams = { action: anyText, objectType: anyText };

/** The audit log with its filters, the check of its hash chain, and the whole log as CSV. */
export default function AuditScreen() {
  const [params, setParams] = useSearchParams(auditParams);
  const query = useTrackedMemo('audit: query', () => ({ ...params }), [params]);
  const list = usePageList<AuditRecord>(['audit'], AUDIT_PATH, query);
  const isFiltered = params.action !== '' || params.objectType !== '';
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <>
            <ChainCheck />
            <a className="button" href={AUDIT_CSV_URL} download>
              <Download size={14} aria-hidden />
              {text.csv}
            </a>
          </>
        }
      />
      <search aria-label={text.filters} className="no-print mb-3 flex flex-wrap gap-2">
        <FilterInput
          aria-label={text.action}
          placeholder={text.action}
          className="sm:max-w-72"
          value={params.action}
          onSettled={(action) => setParams({ action })}
        />
        <FilterInput
          aria-label={text.objectType}
          placeholder={text.objectType}
          className="sm:max-w-52"
          value={params.objectType}
          onSettled={(objectType) => setParams({ objectType })}
        />
      </search>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<ScrollText size={20} />}
            title={isFiltered ? text.noneTitle : text.emptyTitle}
            hint={isFiltered ? text.noneHint : text.emptyHint}
            action={
              isFiltered && (
                <Button onClick={() => setParams({ action: '', objectType: '' })}>
                  {text.clear}
                </Button>
              )
            }
          />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={auditColumns}
          rowKey={(row) => row.id}
          card={(row) => <AuditCard row={row} />}
        />
      </ListFrame>
    </>
  );
}
