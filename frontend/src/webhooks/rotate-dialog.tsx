import { secretRotation, type SecretRotation, type Webhook } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rotateSecret } from '../api/webhooks.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { webhookMessages as text } from './messages.ts';

/** Gives a webhook a new secret and shows it; the old one signs on for a while. */
export function RotateDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const [hours, setHours] = useState('24');
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<SecretRotation>({
    schema: secretRotation as FormSchema<SecretRotation>,
    values: () => ({ overlapHours: hours.trim() === '' ? NaN : Number(hours) }),
    submit: async ({ overlapHours }) => {
      setSecret((await rotateSecret(webhook.id, overlapHours)).secret);
      await client.invalidateQueries({ queryKey: ['webhooks'] });
    },
    messages: { overlapHours: text.badOverlap },
  });
  if (secret !== null)
    return (
      <ShownOnce value={secret} title={text.secretTitle} hint={text.secretHint} onClose={onClose} />
    );
  return (
    <FormDialog title={text.rotate} submit={text.rotate} form={form} onClose={onClose}>
      <Field label={text.overlap} hint={text.rotateHint} error={form.errors['overlapHours']}>
        {(attributes) => (
          <input
            {...attributes}
            inputMode="numeric"
            className="input max-w-32"
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
