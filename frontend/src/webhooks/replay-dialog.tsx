import { replayable, type Webhook, type WebhookReplay } from '@lexiflow/contracts';
import { useState } from 'react';
import { replayRange } from '../api/webhooks.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { webhookMessages as text } from './messages.ts';
import { fromLocal, replayForm, toLocal } from './replay-form.ts';

const DAY_MS = 86_400_000;
const offered = ['missed', 'failed', 'cancelled', 'withheld', 'delivered'] as const;

/** Delivers what happened in a time again. */
export function ReplayDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const [from, setFrom] = useState(() => toLocal(Date.now() - DAY_MS));
  const [to, setTo] = useState(() => toLocal(Date.now()));
  const [include, setInclude] = useState<readonly (typeof replayable)[number][]>([
    'missed',
    'failed',
    'cancelled',
  ]);
  const form = useForm<WebhookReplay>({
    schema: replayForm,
    values: () => ({ from: fromLocal(from), to: fromLocal(to), include: [...include] }),
    submit: async (body) => {
      await replayRange(webhook.id, body);
      showToast({ text: text.replayStarted });
      onClose();
    },
    messages: { from: text.badRange, to: text.badRange, include: text.badInclude },
  });
  return (
    <FormDialog
      title={text.replay}
      submit={text.replayStart}
      form={form}
      onClose={onClose}
      columns={2}
    >
      <p className="text-sm text-dim sm:col-span-2">{text.replayHint}</p>
      <Field label={text.from} error={form.errors['from']}>
        {(attributes) => (
          <input
            {...attributes}
            type="datetime-local"
            className="input"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label={text.to} error={form.errors['to']}>
        {(attributes) => (
          <input
            {...attributes}
            type="datetime-local"
            className="input"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="sm:col-span-2">
        <legend className="mb-1 text-sm font-medium text-dim">{text.include}</legend>
        {offered.map((kind) => (
          <label key={kind} className="flex items-center gap-2 py-1 text-sm">
            <input
              type="checkbox"
              checked={include.includes(kind)}
              onChange={(event) =>
                setInclude(
                  event.target.checked
                    ? [...include, kind]
                    : include.filter((other) => other !== kind),
                )
              }
            />
            {text.includes[kind]}
          </label>
        ))}
        {form.errors['include'] && (
          <p role="alert" className="mt-1 text-xs text-emergency">
            {form.errors['include']}
          </p>
        )}
      </fieldset>
    </FormDialog>
  );
}
