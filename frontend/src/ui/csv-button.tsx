import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { collectPages } from '../api/collect-pages.ts';
import type { QueryValue } from '../api/query-string.ts';
import { Button } from './button.tsx';
import { toCsv, type CsvColumn } from './csv.ts';
import { formatCount } from './format.ts';
import { uiMessages } from './messages.ts';
import { saveFile } from './save-file.ts';
import { showToast } from './toast-store.ts';

/** Downloads all rows of a list as CSV, not only those on the screen; says so when it had to cut. */
export function CsvButton<Row>({
  path,
  query,
  columns,
  fileName,
}: {
  path: string;
  query: Readonly<Record<string, QueryValue>>;
  columns: readonly CsvColumn<Row>[];
  fileName: string;
}) {
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const download = async () => {
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    try {
      const { rows, complete } = await collectPages<Row>(path, query, controller.signal);
      saveFile(fileName, new Blob([toCsv(columns, rows)], { type: 'text/csv;charset=utf-8' }));
      if (!complete) showToast({ text: uiMessages.csvCut(formatCount(rows.length)) });
    } catch (error) {
      if (controller.signal.aborted) return;
      showToast({
        text: uiMessages.csvFailed,
        detail: error instanceof Error ? error.message : '',
        tone: 'error',
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void download()}>
      <Download size={14} aria-hidden />
      {uiMessages.csv}
    </Button>
  );
}
