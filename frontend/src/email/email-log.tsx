import { emailStates, type EmailState, type EmailSummary } from '@lexiflow/contracts';
import { Mail } from 'lucide-react';
import { useState } from 'react';
import { EMAILS_PATH } from '../api/email.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { Select } from '../ui/select.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { EmailDialog } from './email-dialog.tsx';
import { emailMessages as text } from './messages.ts';

const params = { state: oneOf(['', ...emailStates] as const, ''), address: anyText };
const tones: Readonly<Record<EmailState, Tone>> = {
  queued: 'accent',
  sent: 'normal',
  written: 'normal',
  bounced: 'critical',
  failed: 'critical',
  suppressed: 'warning',
  withheld: 'warning',
};

/** Emails of the last 90 days, newest first. */
export function EmailLog() {
  const [{ state, address }, setParams] = useSearchParams(params);
  const list = usePageList<EmailSummary>(['email', 'list'], EMAILS_PATH, {
    state: state === '' ? undefined : state,
    address: address === '' ? undefined : address,
  });
  const [shown, setShown] = useState<EmailSummary | null>(null);
  const columns: readonly FigureColumn<EmailSummary>[] = [
    { header: text.address, cell: (row) => row.address },
    {
      header: text.subject,
      wrap: true,
      cell: (row) => (
        <button
          type="button"
          className="block min-w-44 cursor-pointer text-left hover:underline"
          aria-label={text.showing(row.subject ?? text.hidden)}
          onClick={() => setShown(row)}
        >
          {row.subject ?? <span className="text-faint italic">{text.hidden}</span>}
        </button>
      ),
    },
    {
      header: text.state,
      cell: (row) => <Badge tone={tones[row.state]}>{text.states[row.state]}</Badge>,
    },
    { header: text.tries, numeric: true, cell: (row) => formatCount(row.attempts) },
    {
      header: text.reply,
      wrap: true,
      cell: (row) => <span className="block min-w-52">{row.reply ?? uiMessages.none}</span>,
    },
    { header: text.created, cell: (row) => formatInstant(row.createdAt) },
  ];
  const isFiltered = state !== '' || address !== '';
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="w-64"
          value={address}
          onSettled={(typed) => setParams({ address: typed })}
        />
        <Select
          aria-label={text.state}
          className="w-40"
          value={state}
          onChange={(event) => setParams({ state: event.target.value as EmailState | '' })}
          choices={[
            { value: '', label: text.anyState },
            ...emailStates.map((value) => ({ value, label: text.states[value] })),
          ]}
        />
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<Mail size={20} />}
            title={text.emptyTitle}
            hint={isFiltered ? text.noMatchHint : text.emptyHint}
          />
        }
      >
        <FigureTable
          caption={text.tabs.log}
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={text.emptyTitle}
          columns={columns}
        />
        {list.hasMore && (
          <Button className="self-start" busy={list.isLoadingMore} onClick={list.loadMore}>
            {text.more}
          </Button>
        )}
      </ListFrame>
      {shown && <EmailDialog email={shown} onClose={() => setShown(null)} />}
    </>
  );
}
