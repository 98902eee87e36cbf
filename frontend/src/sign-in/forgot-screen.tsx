import { passwordResetBody } from '@lexiflow/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { askForReset } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { useForm } from '../ui/use-form.ts';
import { signInMessages as text } from './messages.ts';

/** Asks for a link to set a new passphrase; says the same whether the address has an account or not. */
export default function ForgotScreen() {
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const form = useForm({
    schema: passwordResetBody,
    values: () => ({ email: email.trim() }),
    submit: async (body) => {
      await askForReset(body);
      setSent(true);
    },
    messages: { email: text.badEmail },
  });
  const back = (
    <Link href="/" className="button">
      {text.back}
    </Link>
  );
  if (isSent) {
    return (
      <EntryFrame title={text.forgotTitle}>
        <EmptyState title={text.sentTitle} hint={text.sentHint} action={back} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={text.forgotTitle}>
      <p className="-mt-4 mb-6 text-sm text-dim">{text.forgotHint}</p>
      <form
        noValidate
        onSubmit={(event) => void form.onSubmit(event)}
        className="flex flex-col gap-4"
      >
        <Field label={text.email} error={form.errors['email']}>
          {(attributes) => (
            <input
              {...attributes}
              type="email"
              autoComplete="username"
              autoFocus
              className="input h-9"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        {form.failure !== null && <ErrorPanel error={form.failure} />}
        <Button type="submit" tone="primary" busy={form.busy} className="h-9">
          {text.sendLink}
        </Button>
        {back}
      </form>
    </EntryFrame>
  );
}
