import type { CaseDetail } from '@lexiflow/contracts';
import { formatDate, formatInstant } from '../ui/format.ts';
import { useIsNarrow } from '../ui/use-media.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.fact;

/** The facts of a case that are known; unknown ones take no room, and a phone folds them away. */
export function CaseFacts({ record }: { record: CaseDetail }) {
  const isNarrow = useIsNarrow();
  const facts: ReadonlyArray<readonly [string, string | null]> = [
    [text.judge, record.judge],
    [text.referredTo, record.referredTo],
    [text.client, record.clientName],
    [text.filedOn, record.filedOn && formatDate(record.filedOn)],
    [text.closedOn, record.closedOn && formatDate(record.closedOn)],
    [text.natureOfSuit, record.natureOfSuit],
    [text.cause, record.cause],
    [text.jurisdiction, record.jurisdiction],
    [text.type, record.type],
    [text.juryDemand, record.juryDemand],
    [text.demand, record.demand],
    [text.source, caseMessages.source[record.source]],
    [text.updatedAt, formatInstant(record.updatedAt)],
  ];
  return (
    <details open={!isNarrow} className="card mb-6 px-4 py-3">
      <summary className="text-sm font-medium md:sr-only">{caseMessages.facts}</summary>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 max-md:pt-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-faint">{name}</dt>
              <dd className="numbers text-sm">{value}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}
