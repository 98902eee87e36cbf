import {
  grantBody,
  permissions,
  scopesOf,
  type GrantBody,
  type GrantScope,
  type Permission,
} from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { giveGrant } from '../api/access.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select, type Choice } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { CasePicker } from './case-picker.tsx';
import { userMessages } from './messages.ts';

const text = userMessages.grants;

/** Gives a user a permission, somewhere or everywhere, for a time or until revoked. */
export function GrantDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [permission, setPermission] = useState<Permission>('case:read');
  const [scope, setScope] = useState<GrantScope>('case');
  const [on, setOn] = useState<Choice | null>(null);
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState('');
  const scopes = scopesOf(permission);
  const form = useForm<GrantBody>({
    schema: grantBody as FormSchema<GrantBody>,
    values: () => ({
      permission,
      scope,
      reason,
      ...(scope === 'case' && on !== null ? { caseId: on.value } : {}),
      ...(hours.trim() === '' ? {} : { expiresInHours: Number(hours) }),
    }),
    submit: async (body) => {
      await giveGrant(userId, body);
      void client.invalidateQueries({ queryKey: ['grants', userId] });
      void client.invalidateQueries({ queryKey: ['access'] });
      showToast({ text: text.given });
      onClose();
    },
    messages: { reason: text.badReason, expiresInHours: text.badHours, caseId: text.badCase },
  });
  return (
    <FormDialog title={text.new} submit={text.give} form={form} onClose={onClose}>
      <Field label={userMessages.permission} error={form.errors['permission']}>
        {(attributes) => (
          <Select
            {...attributes}
            value={permission}
            onChange={(event) => {
              const chosen = permissions.find((one) => one === event.target.value);
              if (chosen === undefined) return;
              setPermission(chosen);
              if (!scopesOf(chosen).includes(scope)) setScope('all');
            }}
            choices={permissions.map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
      <Field label={userMessages.scope} error={form.errors['scope']}>
        {(attributes) => (
          <Select
            {...attributes}
            value={scope}
            onChange={(event) =>
              setScope(scopes.find((one) => one === event.target.value) ?? 'all')
            }
            choices={scopes.map((value) => ({ value, label: userMessages.scopes[value] }))}
          />
        )}
      </Field>
      {scope === 'case' && (
        <Field label={userMessages.case} error={form.errors['caseId']}>
          {(attributes) => <CasePicker attributes={attributes} chosen={on} onChoose={setOn} />}
        </Field>
      )}
      <Field label={text.reason} error={form.errors['reason']}>
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={text.hours}
        hint={text.hoursHint}
        error={form.errors['expiresInHours']}
        optional
      >
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            inputMode="numeric"
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
