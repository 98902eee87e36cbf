import { setupBody } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { setupQuery, useSession } from '../api/session.ts';
import { Tracked } from '../performance/tracked.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { useForm } from '../ui/use-form.ts';
import { setupMessages as text } from './messages.ts';
import { setupToken } from './setup-token.ts';

const fields = [
  { name: 'name', label: text.name, type: 'text', autoComplete: 'name' },
  { name: 'email', label: text.email, type: 'email', autoComplete: 'username' },
  { name: 'password', label: text.password, type: 'password', autoComplete: 'new-password' },
  { name: 'repeat', label: text.repeat, type: 'password', autoComplete: 'new-password' },
] as const;

/** Makes the first administrator from the one-time link; the token never leaves the fragment. */
export default function SetupScreen() {
  const [token] = useState(() => setupToken(window.location.hash));
  const setup = useQuery(setupQuery);
  if (setup.data?.needed === false) {
    return <Notice title={text.doneTitle} hint={text.doneHint} />;
  }
  if (token === null) return <Notice title={text.noTokenTitle} hint={text.noTokenHint} />;
  return (
    <Tracked name="setup">
      <SetupForm token={token} />
    </Tracked>
  );
}

function SetupForm({ token }: { token: string }) {
  const { setUp } = useSession();
  const [, navigate] = useLocation();
  const [values, setValues] = useState({ name: '', email: '', password: '', repeat: '' });
  const [differs, setDiffers] = useState(false);
  const form = useForm({
    schema: setupBody,
    values: () => ({
      token,
      name: values.name,
      email: values.email.trim(),
      password: values.password,
    }),
    submit: async (body) => {
      const isSame = values.password === values.repeat;
      setDiffers(!isSame);
      if (!isSame) return;
      await setUp(body);
      navigate('/', { replace: true });
    },
    messages: { name: text.badName, email: text.badEmail, password: text.badPassword },
  });
  return (
    <EntryFrame title={text.title}>
      <p className="-mt-4 mb-6 text-sm text-dim">{text.intro}</p>
      <form
        noValidate
        onSubmit={(event) => void form.onSubmit(event)}
        className="flex flex-col gap-4"
      >
        {fields.map(({ name, label, ...input }) => (
          <Field
            key={name}
            label={label}
            hint={name === 'password' ? text.passwordHint : undefined}
            error={name === 'repeat' ? (differs ? text.badRepeat : undefined) : form.errors[name]}
          >
            {(attributes) => (
              <input
                {...attributes}
                {...input}
                className="input h-9"
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {form.failure !== null && <ErrorPanel error={form.failure} />}
        <Button type="submit" tone="primary" busy={form.busy} className="h-9">
          {text.submit}
        </Button>
      </form>
    </EntryFrame>
  );
}

function Notice({ title, hint }: { title: string; hint: string }) {
  return (
    <EntryFrame title={text.title}>
      <EmptyState
        title={title}
        hint={hint}
        action={
          <Link href="/" className="button">
            {text.signIn}
          </Link>
        }
      />
    </EntryFrame>
  );
}
