import { docketEntryBody, docketEntryChange, type DocketEntry } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addEntry, changeEntry, entryQuery } from '../api/docket.ts';
import { hasStatus } from '../api/request.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { EntryFields } from './entry-fields.tsx';
import { bodyOf, entryFormOf, type EntryForm } from './entry-form.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.entry;

/**
 * Adds an entry at the end of a docket, or changes `record` on the version it was opened with. When
 * someone else saved meanwhile, what they saved is shown and the next save writes over it.
 */
export function EntryDialog({
  caseId,
  record,
  onClose,
}: {
  caseId: string;
  record: DocketEntry | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [values, setValues] = useState<EntryForm>(() => entryFormOf(record));
  const [theirs, setTheirs] = useState<DocketEntry | null>(null);
  const form = useForm({
    schema: record ? docketEntryChange : docketEntryBody,
    values: () => bodyOf(values),
    submit: async () => {
      const body = bodyOf(values);
      try {
        if (record) await changeEntry(record.id, (theirs ?? record).version, body);
        else await addEntry(caseId, body);
      } catch (error) {
        if (!record || !hasStatus(error, 412)) throw error;
        setTheirs(await client.fetchQuery({ ...entryQuery(record.id), staleTime: 0 }));
        return;
      }
      await client.invalidateQueries({ queryKey: ['cases'] });
      showToast({ text: record ? text.saved : text.added });
      onClose();
    },
    messages: { filedOn: text.badDate, description: text.badText },
  });
  return (
    <FormDialog
      title={record ? text.edit : text.new}
      submit={theirs ? text.overwrite : record ? text.save : text.add}
      form={form}
      onClose={onClose}
      wide
    >
      {theirs && (
        <div role="alert" className="card p-3 text-sm">
          <p className="font-medium">{text.conflict}</p>
          <p className="mt-1 whitespace-pre-line text-dim">{theirs.description}</p>
        </div>
      )}
      <EntryFields
        values={values}
        errors={form.errors}
        onChange={(change) => setValues({ ...values, ...change })}
      />
    </FormDialog>
  );
}
