import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { memoryMonitor, type RunFigures } from '../performance/memory-monitor.ts';
import { Button } from '../ui/button.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatBytes, formatCount, formatDuration, formatMs, formatShare } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { saveFile } from '../ui/save-file.ts';
import { StatTile } from '../ui/stat-tile.tsx';
import { consoleMessages as text } from './messages.ts';

const REFRESH_MS = 2_000;

const runColumns: readonly FigureColumn<RunFigures>[] = [
  { header: text.name, cell: (row) => row.name },
  { header: text.count, numeric: true, cell: (row) => formatCount(row.count) },
  { header: text.slow, numeric: true, cell: (row) => formatCount(row.slow) },
  { header: text.total, numeric: true, cell: (row) => formatMs(row.totalMs) },
  { header: text.max, numeric: true, cell: (row) => formatMs(row.maxMs) },
];

/** The console's own memory monitor: heap, DOM, renders, memos, and all of it as JSON. */
export default function ConsoleScreen() {
  const [figures, setFigures] = useState(() => memoryMonitor.figures());
  const [now, setNow] = useState(() => memoryMonitor.read());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(memoryMonitor.read());
      setFigures(memoryMonitor.figures());
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const { trend } = figures;
  const save = () =>
    saveFile(
      'console-memory.json',
      new Blob([memoryMonitor.exportJson()], { type: 'application/json' }),
    );
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <Button onClick={save}>
            <Download size={14} aria-hidden />
            {text.export}
          </Button>
        }
      />
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <StatTile
          label={text.heap}
          value={now.heapBytes === null ? text.heapUnknown : formatBytes(now.heapBytes)}
        />
        <StatTile label={text.dom} value={formatCount(now.domNodes)} />
        <StatTile
          label={text.heapTrend}
          value={
            trend.heapBytesPerHour === null ? uiMessages.none : formatBytes(trend.heapBytesPerHour)
          }
          detail={text.snapshots(trend.snapshots, formatDuration(trend.spanMs / 1000))}
        />
        <StatTile
          label={text.domTrend}
          value={
            trend.domNodesPerHour === null
              ? uiMessages.none
              : formatCount(Math.round(trend.domNodesPerHour))
          }
          detail={trend.domNodesPerHour === null ? text.tooEarly : undefined}
        />
      </div>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.renders}</h2>
          <FigureTable
            caption={text.renders}
            columns={runColumns}
            rows={figures.renders}
            rowKey={(row) => row.name}
            empty={text.none}
          />
        </section>
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.caches}</h2>
          <FigureTable
            caption={text.caches}
            columns={[
              { header: text.name, cell: (row) => row.name },
              { header: text.hits, numeric: true, cell: (row) => formatCount(row.hits) },
              { header: text.misses, numeric: true, cell: (row) => formatCount(row.misses) },
              {
                header: text.rate,
                numeric: true,
                cell: (row) => formatShare(row.hits / Math.max(1, row.hits + row.misses)),
              },
            ]}
            rows={figures.caches}
            rowKey={(row) => row.name}
            empty={text.none}
          />
        </section>
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.computations}</h2>
          <FigureTable
            caption={text.computations}
            columns={runColumns}
            rows={figures.computations}
            rowKey={(row) => row.name}
            empty={text.none}
          />
        </section>
      </div>
    </>
  );
}
