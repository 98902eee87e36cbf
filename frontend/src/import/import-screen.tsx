import { Link } from 'wouter';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { DropArea } from './drop-area.tsx';
import { ImportFile } from './import-file.tsx';
import { ImportTotals } from './import-totals.tsx';
import { importMessages as text } from './messages.ts';
import { sumResults } from './sum-results.ts';
import { useImport } from './use-import.ts';

/** Takes docket files, streams them to the server one by one, and shows what became of each. */
export default function ImportScreen() {
  const queue = useImport();
  const finished = queue.items.filter((item) => !['waiting', 'sending'].includes(item.state));
  const { items } = queue;
  const results = useTrackedMemo(
    'import: results',
    () => items.flatMap((item) => item.result ?? []),
    [items],
  );
  return (
    <>
      <PageHeader title={text.title} detail={text.detail} />
      <DropArea onFiles={queue.add} />
      {queue.items.length > 0 && (
        <section aria-label={text.label} className="mt-6">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <p role="status" className="numbers text-sm text-dim">
              {text.summary(formatCount(finished.length), formatCount(queue.items.length))}
            </p>
            {finished.length > 0 && (
              <div className="flex gap-2">
                <Button tone="quiet" onClick={queue.clear}>
                  {text.remove}
                </Button>
                <Link href="/cases?sort=-updatedAt" className="button">
                  {text.toCases}
                </Link>
              </div>
            )}
          </div>
          {results.length > 1 && (
            <div className="mb-3">
              <ImportTotals sum={sumResults(results)} />
            </div>
          )}
          <ul className="flex flex-col gap-2">
            {queue.items.map((item) => (
              <ImportFile
                key={item.id}
                item={item}
                onCancel={() => queue.cancel(item.id)}
                onRetry={() => queue.retry(item.id)}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
