import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { Button } from './button.tsx';
import { toCsv } from './csv.ts';
import { uiMessages } from './messages.ts';
import { saveFile } from './save-file.ts';

/** Downloads the table inside `holder` as CSV, with its figures as they are shown. */
export function TableCsvButton({
  holder,
  title,
}: {
  holder: RefObject<HTMLElement | null>;
  title: string;
}) {
  const download = () => {
    const [header = [], ...rows] = [...(holder.current?.querySelectorAll('tr') ?? [])].map((row) =>
      [...row.cells].map((cell) => cell.textContent),
    );
    const columns = header.map((name, index) => ({
      header: name,
      value: (row: readonly string[]) => row[index] ?? null,
    }));
    saveFile(`${title}.csv`, new Blob([toCsv(columns, rows)], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <Button
      tone="quiet"
      icon
      className="no-print h-7"
      aria-label={uiMessages.csvOf(title)}
      title={uiMessages.csv}
      onClick={download}
    >
      <Download size={14} aria-hidden />
    </Button>
  );
}
