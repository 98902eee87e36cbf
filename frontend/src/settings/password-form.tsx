import { changePasswordBody } from '@lexiflow/contracts';
import { useState } from 'react';
import { changePassword } from '../api/users.ts';
import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.account;
const empty = { currentPassword: '', newPassword: '' };

/** Changes the viewer's own passphrase. */
export function PasswordForm() {
  const [values, setValues] = useState(empty);
  const form = useForm({
    schema: changePasswordBody,
    values: () => values,
    submit: async (body) => {
      await changePassword(body);
      setValues(empty);
      showToast({ text: text.changed });
    },
    messages: { currentPassword: text.badCurrent, newPassword: text.badNext },
  });
  return (
    <section className="max-w-xl">
      <h2 className="mb-2 font-semibold">{text.password}</h2>
      <form
        noValidate
        onSubmit={(event) => void form.onSubmit(event)}
        className="card grid gap-4 p-4 sm:grid-cols-2"
      >
        <Field label={text.current} error={form.errors['currentPassword']}>
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autoComplete="current-password"
              className="input"
              value={values.currentPassword}
              onChange={(event) => setValues({ ...values, currentPassword: event.target.value })}
            />
          )}
        </Field>
        <Field label={text.next} hint={text.nextHint} error={form.errors['newPassword']}>
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autoComplete="new-password"
              className="input"
              value={values.newPassword}
              onChange={(event) => setValues({ ...values, newPassword: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-col items-start gap-4 sm:col-span-2">
          {form.failure !== null && <ErrorPanel error={form.failure} />}
          <Button type="submit" busy={form.busy}>
            {text.submit}
          </Button>
        </div>
      </form>
    </section>
  );
}
