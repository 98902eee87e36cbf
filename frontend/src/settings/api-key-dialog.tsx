import { apiKeyBody, neededBy, type Permission } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../api/session.ts';
import { createApiKey } from '../api/users.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { useForm } from '../ui/use-form.ts';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.keys;

/** Makes an API key with some of the viewer's own permissions, then shows it once. */
export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({
    schema: apiKeyBody,
    values: () => ({
      name,
      scopes: [...scopes],
      ...(days.trim() === '' ? {} : { expiresInDays: Number(days) }),
    }),
    submit: async (body) => {
      setMade((await createApiKey(body)).key);
      void client.invalidateQueries({ queryKey: ['api-keys'] });
    },
    messages: { name: text.badName, scopes: text.badScopes, expiresInDays: text.badDays },
  });
  if (made !== null)
    return <ShownOnce value={made} title={text.madeTitle} hint={text.madeHint} onClose={onClose} />;
  return (
    <FormDialog title={text.new} submit={text.make} form={form} onClose={onClose} columns={2}>
      <Field label={text.name} error={form.errors['name']}>
        {(attributes) => (
          <input
            {...attributes}
            autoFocus
            className="input"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={text.days} hint={text.daysHint} error={form.errors['expiresInDays']}>
        {(attributes) => (
          <input
            {...attributes}
            inputMode="numeric"
            className="input"
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="sm:col-span-2">
        <legend className="mb-1 text-sm font-medium text-dim">{text.scopes}</legend>
        <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
          {me.permissions.map((permission) => (
            <label key={permission} className="flex items-center gap-2 py-1 text-sm">
              <input
                type="checkbox"
                checked={scopes.includes(permission)}
                onChange={(event) =>
                  setScopes(
                    event.target.checked
                      ? [...new Set([...scopes, permission, ...neededBy(permission)])]
                      : scopes.filter(
                          (other) => other !== permission && !neededBy(other).includes(permission),
                        ),
                  )
                }
              />
              {permission}
            </label>
          ))}
        </div>
        {form.errors['scopes'] && (
          <p role="alert" className="mt-1 text-xs text-emergency">
            {form.errors['scopes']}
          </p>
        )}
      </fieldset>
    </FormDialog>
  );
}
