import type { JobSummary } from '@lexiflow/contracts';
import { CircleCheck } from 'lucide-react';
import { discardJob, JOBS_PATH, replayJob } from '../api/jobs.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { LetterActions } from './letter-actions.tsx';
import { jobMessages as text } from './messages.ts';

const deadOnly = { state: 'dead' } as const;

const columns: readonly FigureColumn<JobSummary>[] = [
  { header: text.queue, cell: (row) => <code className="font-mono text-xs">{row.queue}</code> },
  {
    header: text.error,
    wrap: true,
    cell: (row) => <span className="block min-w-52">{row.error ?? uiMessages.none}</span>,
  },
  { header: text.tries, numeric: true, cell: (row) => formatCount(row.attempts) },
  { header: text.ended, cell: (row) => formatInstant(row.endedAt) },
  {
    header: text.actions,
    cell: (row) => (
      <LetterActions
        name={`${row.queue} ${row.id}`}
        queryKey="jobs"
        discardHint={text.discardJobHint}
        onReplay={() => replayJob(row.id)}
        onDiscard={() => discardJob(row.id)}
      />
    ),
  },
];

/** Jobs that failed for good, newest first. */
export function DeadJobs() {
  const list = usePageList<JobSummary>(['jobs', 'dead'], JOBS_PATH, deadOnly);
  return (
    <ListFrame
      list={list}
      empty={
        <EmptyState
          icon={<CircleCheck size={20} />}
          title={text.noDeadJobs}
          hint={text.noDeadJobsHint}
        />
      }
    >
      <FigureTable
        caption={text.tabs.jobs}
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={text.noDeadJobs}
        columns={columns}
      />
      {list.hasMore && (
        <Button className="mt-3" busy={list.isLoadingMore} onClick={list.loadMore}>
          {text.more}
        </Button>
      )}
    </ListFrame>
  );
}
