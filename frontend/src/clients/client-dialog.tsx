import {
  clientBody,
  clientChange,
  clientStatus,
  partyKind,
  type Client,
  type ClientBody,
  type ClientChange,
} from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeClient, createClient } from '../api/clients.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { clientsMessages as text } from './messages.ts';

const statuses = clientStatus.options;
const kinds = partyKind.options;

/** Makes a client with its party, or changes number and status of one. */
export function ClientDialog({ record, onClose }: { record: Client | null; onClose: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({
    name: record?.name ?? '',
    kind: record?.kind ?? 'organisation',
    number: record?.number ?? '',
    status: record?.status ?? 'active',
  });
  const form = useForm<ClientBody | ClientChange>({
    schema: (record ? clientChange : clientBody) as FormSchema<ClientBody | ClientChange>,
    values: () => ({
      number: values.number,
      status: values.status,
      ...(record ? {} : { party: { name: values.name, kind: values.kind } }),
    }),
    submit: async (body) => {
      if (record) await changeClient(record.id, record.version, body as ClientChange);
      else await createClient(body as ClientBody);
      await client.invalidateQueries({ queryKey: ['clients'] });
      showToast({ text: text.saved(values.name) });
      onClose();
    },
    messages: { 'party.name': text.badName, number: text.badNumber },
  });
  return (
    <FormDialog
      title={record ? text.edit : text.new}
      submit={record ? text.save : text.make}
      form={form}
      onClose={onClose}
      columns={2}
    >
      <Field className="sm:col-span-2" label={text.columns.name} error={form.errors['party.name']}>
        {(attributes) => (
          <input
            {...attributes}
            autoFocus={!record}
            readOnly={record !== null}
            className="input"
            value={values.name}
            onChange={(event) => setValues({ ...values, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.columns.number} error={form.errors['number']}>
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            value={values.number}
            onChange={(event) => setValues({ ...values, number: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.columns.status}>
        {(attributes) => (
          <Select
            {...attributes}
            value={values.status}
            onChange={(event) => {
              const status = statuses.find((one) => one === event.target.value);
              if (status) setValues({ ...values, status });
            }}
            choices={statuses.map((value) => ({ value, label: text.statuses[value] }))}
          />
        )}
      </Field>
      {!record && (
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
      )}
    </FormDialog>
  );
}
