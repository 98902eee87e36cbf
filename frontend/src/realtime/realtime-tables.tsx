import type { RealtimeMonitor, RealtimeWindow } from '@lexiflow/contracts';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { realtimeMessages as text } from './messages.ts';

type RoomRow = RealtimeMonitor['rooms'][number];

function count<Row>(header: string, read: (row: Row) => number): FigureColumn<Row> {
  return { header, numeric: true, cell: (row) => formatCount(read(row)) };
}

const roomColumns: readonly FigureColumn<RoomRow>[] = [
  { header: text.kind, cell: (row) => text.kinds[row.kind] },
  count(text.open, (row) => row.rooms),
  count(text.members, (row) => row.members),
  count(text.largest, (row) => row.largest),
];

const endColumns: readonly FigureColumn<readonly [string, number]>[] = [
  { header: text.reason, cell: ([reason]) => text.reasons[reason] ?? reason },
  count(text.count, ([, ended]) => ended),
];

const windowColumns: readonly FigureColumn<RealtimeWindow>[] = [
  { header: text.minute, cell: (row) => formatInstant(row.at) },
  count(text.most, (row) => row.connections),
  count(text.opened, (row) => row.opened),
  count(text.closed, (row) => row.closed),
  count(text.refused, (row) => row.refused),
  count(text.messagesIn, (row) => row.messagesIn),
  count(text.messagesOut, (row) => row.messagesOut),
  count(text.dropped, (row) => row.dropped),
  count(text.resyncs, (row) => row.resyncs),
];

/** Rooms by kind. */
export function RoomTable({ rows }: { rows: readonly RoomRow[] }) {
  return (
    <FigureTable
      caption={text.rooms}
      rows={rows}
      rowKey={(row) => row.kind}
      empty={text.rooms}
      columns={roomColumns}
    />
  );
}

/** Why connections have ended since the start. */
export function EndTable({ closed }: { closed: RealtimeMonitor['closed'] }) {
  return (
    <FigureTable
      caption={text.ended}
      rows={Object.entries(closed)}
      rowKey={([reason]) => reason}
      empty={text.noneEnded}
      columns={endColumns}
    />
  );
}

/** The last hour, the newest minute first. */
export function WindowTable({ rows }: { rows: readonly RealtimeWindow[] }) {
  return (
    <FigureTable
      caption={text.windows}
      rows={rows.toReversed()}
      rowKey={(row) => row.at}
      empty={text.noWindows}
      columns={windowColumns}
    />
  );
}
