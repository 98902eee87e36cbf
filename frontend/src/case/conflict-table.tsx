import type { CaseDetail } from '@lexiflow/contracts';
import { FigureTable } from '../ui/figure-table.tsx';
import { uiMessages } from '../ui/messages.ts';
import { caseFormFields, formOf, type CaseForm } from './case-form.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.editing;

/** The fields that either side changed since `base`, both values beside each other. */
export function ConflictTable({
  base,
  mine,
  theirs,
}: {
  base: CaseDetail;
  mine: CaseForm;
  theirs: CaseDetail;
}) {
  const before = formOf(base);
  const saved = formOf(theirs);
  const rows = caseFormFields.filter(
    (field) => mine[field] !== before[field] || saved[field] !== before[field],
  );
  return (
    <>
      <p className="mb-3 text-sm text-dim">{text.conflictHint}</p>
      <FigureTable
        caption={text.conflictTitle}
        rows={rows}
        rowKey={(field) => field}
        empty={uiMessages.none}
        columns={[
          { header: text.field, cell: (field) => text.fields[field] },
          {
            header: text.mine,
            wrap: true,
            cell: (field) => (
              <span className={mine[field] === before[field] ? 'text-faint' : 'font-medium'}>
                {mine[field] || uiMessages.none}
              </span>
            ),
          },
          {
            header: text.theirs,
            wrap: true,
            cell: (field) => (
              <span className={saved[field] === before[field] ? 'text-faint' : 'font-medium'}>
                {saved[field] || uiMessages.none}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
