import { caseChange, type CaseDetail } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { caseQuery, changeCase } from '../api/cases.ts';
import { hasStatus } from '../api/request.ts';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { changedFields, formOf, type CaseForm } from './case-form.ts';
import { CaseFields } from './case-fields.tsx';
import { ConflictTable } from './conflict-table.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.editing;

/**
 * Changes a case on the version it was opened with. When someone else saved meanwhile, both
 * versions stand side by side and nothing is lost until one is chosen.
 */
export function EditCaseDialog({ record, onClose }: { record: CaseDetail; onClose: () => void }) {
  const client = useQueryClient();
  const [base, setBase] = useState(record);
  const [values, setValues] = useState<CaseForm>(() => formOf(record));
  const [theirs, setTheirs] = useState<CaseDetail | null>(null);

  const form = useForm({
    schema: caseChange,
    values: () => changedFields(base, values),
    submit: async (change) => {
      if (Object.keys(change).length === 0) return onClose();
      try {
        await changeCase(base.id, (theirs ?? base).version, change);
      } catch (error) {
        if (!hasStatus(error, 412)) throw error;
        setTheirs(await client.fetchQuery({ ...caseQuery(base.id), staleTime: 0 }));
        return;
      }
      await client.invalidateQueries({ queryKey: ['cases'] });
      showToast({ text: text.saved });
      onClose();
    },
  });
  const takeTheirs = (saved: CaseDetail) => {
    setBase(saved);
    setValues(formOf(saved));
    setTheirs(null);
  };
  return (
    <FormDialog
      title={theirs ? text.conflictTitle : text.title}
      submit={theirs ? text.keepMine : text.save}
      form={form}
      onClose={onClose}
      wide
      actions={theirs && <Button onClick={() => takeTheirs(theirs)}>{text.keepTheirs}</Button>}
    >
      {theirs ? (
        <ConflictTable base={base} mine={values} theirs={theirs} />
      ) : (
        <CaseFields
          status={base.status}
          values={values}
          errors={form.errors}
          onChange={(change) => setValues({ ...values, ...change })}
        />
      )}
    </FormDialog>
  );
}
