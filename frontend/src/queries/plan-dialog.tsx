import type { ExplainResult } from '@lexiflow/contracts';
import { Dialog } from '../ui/dialog.tsx';
import { formatCount } from '../ui/format.ts';
import { IndexTable } from './index-table.tsx';
import { queryMessages as text } from './messages.ts';

/** The plan of one statement as the database writes it, with what it hints at. */
export function PlanDialog({ result, onClose }: { result: ExplainResult; onClose: () => void }) {
  return (
    <Dialog title={text.planTitle} onClose={onClose} wide>
      <div className="flex flex-col gap-4 whitespace-normal">
        <p className="text-sm text-dim">{text.planHint}</p>
        <code className="font-mono text-xs break-words">{result.fingerprint}</code>
        <p className="numbers text-sm">{text.cost(formatCount(Math.round(result.totalCost)))}</p>
        {result.missingIndexes.length > 0 && <IndexTable rows={result.missingIndexes} />}
        <pre
          tabIndex={0}
          aria-label={text.planTitle}
          className="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs"
        >
          {result.plan}
        </pre>
      </div>
    </Dialog>
  );
}
