import { passwordResetCompletion } from '@lexiflow/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { completeReset } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { useForm } from '../ui/use-form.ts';
import { signInMessages as text } from './messages.ts';

/** Sets a new passphrase with the one-time link; the token never leaves the fragment. */
export default function ResetScreen() {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token'));
  const [values, setValues] = useState({ newPassword: '', repeat: '' });
  const [differs, setDiffers] = useState(false);
  const [isDone, setDone] = useState(false);
  const form = useForm({
    schema: passwordResetCompletion,
    values: () => ({ token, newPassword: values.newPassword }),
    submit: async (body) => {
      const isSame = values.newPassword === values.repeat;
      setDiffers(!isSame);
      if (!isSame) return;
      await completeReset(body);
      setDone(true);
    },
    messages: { newPassword: text.badNewPassword },
  });
  if (isDone || token === null) {
    const [title, hint] = isDone
      ? [text.doneTitle, text.doneHint]
      : [text.noTokenTitle, text.noTokenHint];
    const [href, label] = isDone ? ['/', text.submit] : ['/forgot', text.sendLink];
    const action = (
      // A whole reload: whoever was signed in here is not any more.
      <a href={href} className="button">
        {label}
      </a>
    );
    return (
      <EntryFrame title={text.resetTitle}>
        <EmptyState title={title} hint={hint} action={action} />
      </EntryFrame>
    );
  }
  const fields = [
    { name: 'newPassword', label: text.newPassword, error: form.errors['newPassword'] },
    { name: 'repeat', label: text.repeat, error: differs ? text.badRepeat : undefined },
  ] as const;
  return (
    <EntryFrame title={text.resetTitle}>
      <p className="-mt-4 mb-6 text-sm text-dim">{text.resetHint}</p>
      <form
        noValidate
        onSubmit={(event) => void form.onSubmit(event)}
        className="flex flex-col gap-4"
      >
        {fields.map(({ name, label, error }) => (
          <Field key={name} label={label} error={error}>
            {(attributes) => (
              <input
                {...attributes}
                type="password"
                autoComplete="new-password"
                className="input h-9"
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {form.failure !== null && <ErrorPanel error={form.failure} />}
        <Button type="submit" tone="primary" busy={form.busy} className="h-9">
          {text.setPassword}
        </Button>
        <Link href="/forgot" className="button">
          {text.newLink}
        </Link>
      </form>
    </EntryFrame>
  );
}
