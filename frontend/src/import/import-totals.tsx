import { FigureTable } from '../ui/figure-table.tsx';
import { formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { importMessages as text } from './messages.ts';
import type { ImportSum } from './sum-results.ts';

const kinds = ['cases', 'parties', 'entries'] as const;

/** What all files of this import changed together, by kind of record. */
export function ImportTotals({ sum }: { sum: ImportSum }) {
  return (
    <FigureTable
      caption={text.result}
      rows={kinds}
      rowKey={(kind) => kind}
      empty={uiMessages.none}
      columns={[
        { header: text.result, cell: (kind) => text[kind] },
        { header: text.created, numeric: true, cell: (kind) => formatCount(sum.created[kind]) },
        { header: text.updated, numeric: true, cell: (kind) => formatCount(sum.updated[kind]) },
        { header: text.unchanged, numeric: true, cell: (kind) => formatCount(sum.unchanged[kind]) },
      ]}
    />
  );
}
