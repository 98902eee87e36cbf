import type { EventConsumerState, JobQueueState } from '@lexiflow/contracts';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { Badge } from '../ui/badge.tsx';
import { formatCount, formatDuration, formatInstant } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { jobMessages as text } from './messages.ts';

function count<Row>(header: string, read: (row: Row) => number): FigureColumn<Row> {
  return { header, numeric: true, cell: (row) => formatCount(read(row)) };
}

function dead<Row extends { readonly dead: number }>(): FigureColumn<Row> {
  return {
    header: text.dead,
    numeric: true,
    cell: (row) =>
      row.dead === 0 ? formatCount(0) : <Badge tone="critical">{formatCount(row.dead)}</Badge>,
  };
}

const queueColumns: readonly FigureColumn<JobQueueState>[] = [
  { header: text.queue, cell: (row) => <code className="font-mono text-xs">{row.queue}</code> },
  count(text.waiting, (row) => row.waiting),
  count(text.due, (row) => row.due),
  count(text.active, (row) => row.active),
  dead(),
  {
    header: text.oldest,
    numeric: true,
    cell: (row) => (row.due === 0 ? uiMessages.none : formatDuration(row.oldestSeconds)),
  },
  count(text.completed, (row) => row.completedTotal),
  count(text.failed, (row) => row.failedTotal),
  { header: text.priority, cell: (row) => text.priorities[row.priority] },
  {
    header: text.schedule,
    cell: (row) =>
      row.cron === null ? uiMessages.none : <code className="font-mono text-xs">{row.cron}</code>,
  },
  { header: text.next, cell: (row) => formatInstant(row.nextRunAt) },
];

const consumerColumns: readonly FigureColumn<EventConsumerState>[] = [
  {
    header: text.consumer,
    cell: (row) => <code className="font-mono text-xs">{row.consumer}</code>,
  },
  count(text.lag, (row) => row.lagRows),
  {
    header: text.age,
    numeric: true,
    cell: (row) => (row.lagRows === 0 ? uiMessages.none : formatDuration(row.lagSeconds)),
  },
  count(text.retrying, (row) => row.retrying),
  count(text.behind, (row) => row.waiting),
  dead(),
  count(text.handled, (row) => row.handledTotal),
  count(text.failed, (row) => row.failedTotal),
];

/** Every kind of job: depth, age of the oldest, dead letters, schedule. */
export function QueueTable({ rows }: { rows: readonly JobQueueState[] }) {
  return (
    <FigureTable
      caption={text.queues}
      rows={rows}
      rowKey={(row) => row.queue}
      empty={text.noQueues}
      columns={queueColumns}
    />
  );
}

/** Every consumer of events and how far it is behind. */
export function ConsumerTable({ rows }: { rows: readonly EventConsumerState[] }) {
  return (
    <FigureTable
      caption={text.consumers}
      rows={rows}
      rowKey={(row) => row.consumer}
      empty={text.noConsumers}
      columns={consumerColumns}
    />
  );
}
