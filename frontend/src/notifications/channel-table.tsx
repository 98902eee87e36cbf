import type { KindPreference } from '@lexiflow/contracts';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { notificationMessages as text } from './messages.ts';

const channels = ['inApp', 'email', 'digest'] as const;

/** One line for each kind, one box for each channel. */
export function ChannelTable({
  kinds,
  onChange,
}: {
  kinds: readonly KindPreference[];
  onChange: (kind: KindPreference) => void;
}) {
  const columns: readonly FigureColumn<KindPreference>[] = [
    { header: text.kind, wrap: true, cell: ({ kind }) => text.kinds[kind] },
    ...channels.map((channel) => ({
      header: text.channels[channel],
      cell: (row: KindPreference) => (
        <label className="inline-flex size-8 cursor-pointer items-center justify-center">
          <span className="sr-only">
            {text.channel(text.channels[channel], text.kinds[row.kind])}
          </span>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={row[channel]}
            onChange={(event) => onChange({ ...row, [channel]: event.target.checked })}
          />
        </label>
      ),
    })),
  ];
  return (
    <FigureTable
      caption={text.channelsTitle}
      rows={kinds}
      rowKey={({ kind }) => kind}
      empty=""
      columns={columns}
    />
  );
}
