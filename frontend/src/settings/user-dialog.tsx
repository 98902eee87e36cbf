import {
  roles,
  userBody,
  userChange,
  type User,
  type UserBody,
  type UserChange,
} from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { changeUser, createUser } from '../api/users.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.users;
const fields = [
  { name: 'name', label: text.name, type: 'text', autoComplete: 'off' },
  { name: 'email', label: text.email, type: 'email', autoComplete: 'off' },
  { name: 'password', label: text.password, type: 'password', autoComplete: 'new-password' },
] as const;

/** Makes a user, or changes name, role, passphrase and access of one. */
export function UserDialog({ record, onClose }: { record: User | null; onClose: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({
    name: record?.name ?? '',
    email: record?.email ?? '',
    role: record?.role ?? ('associate' as User['role']),
    password: '',
    disabled: record?.disabled ?? false,
  });
  const form = useForm<UserBody | UserChange>({
    schema: (record ? userChange : userBody) as FormSchema<UserBody | UserChange>,
    values: () => {
      const { name, role, password, disabled } = values;
      if (!record) return { name, role, password, email: values.email.trim() };
      return { name, role, disabled, ...(password === '' ? {} : { password }) };
    },
    submit: async (body) => {
      if (record) await changeUser(record.id, record.version, body as UserChange);
      else await createUser(body as UserBody);
      await client.invalidateQueries({ queryKey: ['users'] });
      showToast({ text: text.saved(values.name) });
      onClose();
    },
    messages: { name: text.badName, email: text.badEmail, password: text.badPassword },
  });
  const hint = record ? text.newPasswordHint : text.passwordHint;
  return (
    <FormDialog
      title={record ? text.edit : text.new}
      submit={record ? text.save : text.make}
      form={form}
      onClose={onClose}
    >
      {fields.map(({ name, label, ...input }) => (
        <Field
          key={name}
          label={record && name === 'password' ? text.newPassword : label}
          hint={name === 'password' ? hint : undefined}
          error={form.errors[name]}
        >
          {(attributes) => (
            <input
              {...attributes}
              {...input}
              readOnly={name === 'email' && record !== null}
              className="input"
              value={values[name]}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={text.role} error={form.errors['role']}>
        {(attributes) => (
          <Select
            {...attributes}
            value={values.role}
            onChange={(event) => {
              const role = roles.find((one) => one === event.target.value);
              if (role) setValues({ ...values, role });
            }}
            choices={roles.map((value) => ({ value, label: text.roles[value] }))}
          />
        )}
      </Field>
      {record && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={values.disabled}
            onChange={(event) => setValues({ ...values, disabled: event.target.checked })}
          />
          {text.disable}
        </label>
      )}
      {record && (
        <p className="text-sm">
          <Link href={`/users/${record.id}`} className="link">
            {text.access}
          </Link>
        </p>
      )}
    </FormDialog>
  );
}
