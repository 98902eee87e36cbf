import { partyBody, partyKind, type Party } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeParty, createParty } from '../api/clients.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { partiesMessages as text } from './messages.ts';
import { PartyCases } from './party-cases.tsx';

const kinds = partyKind.options;
const textFields = ['name', 'email', 'phone', 'address', 'notes'] as const;

/** Makes or changes a person or organisation. */
export function PartyDialog({ record, onClose }: { record: Party | null; onClose: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({
    name: record?.name ?? '',
    kind: record?.kind ?? 'person',
    email: record?.email ?? '',
    phone: record?.phone ?? '',
    address: record?.address ?? '',
    notes: record?.notes ?? '',
  });
  const form = useForm({
    schema: partyBody,
    values: () => ({
      name: values.name,
      kind: values.kind,
      email: values.email.trim() || null,
      phone: values.phone.trim() || null,
      address: values.address.trim() || null,
      notes: values.notes.trim() || null,
    }),
    submit: async (body) => {
      await (record ? changeParty(record.id, record.version, body) : createParty(body));
      await client.invalidateQueries({ queryKey: ['parties'] });
      showToast({ text: text.saved(values.name) });
      onClose();
    },
    messages: { name: text.badName, email: text.badEmail },
  });
  return (
    <FormDialog
      title={record ? text.edit : text.new}
      submit={record ? text.save : text.make}
      form={form}
      onClose={onClose}
      columns={2}
    >
      {textFields.map((name) => {
        const isLong = name === 'address' || name === 'notes';
        const isWide = isLong || name === 'name';
        return (
          <Field
            key={name}
            label={text.columns[name]}
            error={form.errors[name]}
            optional={name !== 'name'}
            {...(isWide ? { className: 'sm:col-span-2' } : {})}
          >
            {(attributes) => {
              const control = {
                ...attributes,
                className: 'input',
                value: values[name],
                onChange: (event: { target: { value: string } }) =>
                  setValues({ ...values, [name]: event.target.value }),
              };
              return isLong ? <textarea rows={2} {...control} /> : <input {...control} />;
            }}
          </Field>
        );
      })}
      <Field label={text.columns.kind}>
        {(attributes) => (
          <Select
            {...attributes}
            value={values.kind}
            onChange={(event) => {
              const kind = kinds.find((one) => one === event.target.value);
              if (kind) setValues({ ...values, kind });
            }}
            choices={kinds.map((value) => ({ value, label: text.kinds[value] }))}
          />
        )}
      </Field>
      {record && <PartyCases partyId={record.id} />}
    </FormDialog>
  );
}
