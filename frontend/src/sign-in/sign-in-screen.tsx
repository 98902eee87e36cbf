import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { setupQuery, useSession } from '../api/session.ts';
import { Tracked } from '../performance/tracked.tsx';
import { Button } from '../ui/button.tsx';
import { describeDevice } from '../ui/describe-device.ts';
import { EntryFrame } from '../ui/entry-frame.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { signInMessages as text } from './messages.ts';

/** Reads whether there is an account at all. */
export function firstRead(client: QueryClient): Promise<unknown> {
  return client.prefetchQuery(setupQuery);
}

/** Signs a user in; says how to begin while no account exists. */
export default function SignInScreen() {
  const { signIn } = useSession();
  const setup = useQuery(setupQuery);
  const [values, setValues] = useState({ email: '', password: '' });
  const [missing, setMissing] = useState({ email: false, password: false });
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const lacks = { email: !values.email.includes('@'), password: values.password === '' };
    setMissing(lacks);
    if (lacks.email || lacks.password) return;
    setBusy(true);
    setFailure(null);
    try {
      await signIn({
        ...values,
        email: values.email.trim(),
        device: describeDevice(navigator),
      });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <Tracked name="sign-in">
      <EntryFrame title={text.title}>
        {setup.data?.needed && (
          <div className="card mb-4 bg-accent-soft p-4 text-sm">
            <p className="font-medium">{text.firstRunTitle}</p>
            <p className="mt-1 text-dim">{text.firstRunHint}</p>
          </div>
        )}
        <form noValidate onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
          <Field label={text.email} error={missing.email ? text.badEmail : undefined}>
            {(attributes) => (
              <input
                {...attributes}
                type="email"
                autoComplete="username"
                autoFocus
                className="input h-9"
                value={values.email}
                onChange={(event) => setValues({ ...values, email: event.target.value })}
              />
            )}
          </Field>
          <Field label={text.password} error={missing.password ? text.badPassword : undefined}>
            {(attributes) => (
              <input
                {...attributes}
                type="password"
                autoComplete="current-password"
                className="input h-9"
                value={values.password}
                onChange={(event) => setValues({ ...values, password: event.target.value })}
              />
            )}
          </Field>
          {failure !== null && <ErrorPanel error={failure} />}
          <Button type="submit" tone="primary" busy={busy} className="h-9">
            {text.submit}
          </Button>
          <Link href="/forgot" className="self-center text-sm text-dim hover:underline">
            {text.forgot}
          </Link>
        </form>
      </EntryFrame>
    </Tracked>
  );
}
