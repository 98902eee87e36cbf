import { caseBody } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { createCase } from '../api/cases.ts';
import { CourtPicker } from '../ui/court-picker.tsx';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { DuplicateWarning } from './duplicate-warning.tsx';
import { casesMessages } from './messages.ts';

const text = casesMessages.create;
const empty = { number: '', title: '', courtId: '', judge: '', filedOn: '' };

/** Makes a case by hand; warns while typing when it may exist already. */
export default function CreateCaseDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [values, setValues] = useState(empty);
  const set = (change: Partial<typeof empty>) => setValues({ ...values, ...change });
  const form = useForm({
    schema: caseBody,
    values: () => ({
      number: values.number,
      title: values.title,
      status: 'open',
      courtId: values.courtId || null,
      judge: values.judge || null,
      filedOn: values.filedOn || null,
    }),
    submit: async (body) => {
      const made = await createCase(body);
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
      showToast({ text: text.made(made.title) });
      navigate(`/cases/${made.id}`);
    },
    messages: { number: text.badNumber, title: text.badTitle, filedOn: text.badDate },
  });
  return (
    <FormDialog
      title={casesMessages.newCase}
      submit={text.submit}
      form={form}
      onClose={onClose}
      columns={2}
    >
      <Field className="sm:col-span-2" label={text.title} error={form.errors['title']}>
        {(attributes) => (
          <input
            {...attributes}
            autoFocus
            className="input"
            value={values.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.number} hint={text.numberHint} error={form.errors['number']}>
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            value={values.number}
            onChange={(event) => set({ number: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.court} hint={text.courtHint} error={form.errors['courtId']} optional>
        {(attributes) => (
          <CourtPicker
            attributes={attributes}
            placeholder=""
            value={values.courtId}
            onChange={(courtId) => set({ courtId })}
          />
        )}
      </Field>
      <Field label={text.judge} error={form.errors['judge']} optional>
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            value={values.judge}
            onChange={(event) => set({ judge: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.filedOn} error={form.errors['filedOn']} optional>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            className="input"
            value={values.filedOn}
            onChange={(event) => set({ filedOn: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-4 empty:hidden sm:col-span-2">
        <DuplicateWarning draft={values} />
      </div>
    </FormDialog>
  );
}
