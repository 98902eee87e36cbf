import {
  eventTypes,
  webhookBody,
  type EventType,
  type Webhook,
  type WebhookBody,
} from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeWebhook, createWebhook } from '../api/webhooks.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { EventChoice } from './event-choice.tsx';
import { webhookMessages as text } from './messages.ts';

/** Makes a webhook and shows its secret, or changes name, address and events of one. */
export function WebhookDialog({
  record,
  onClose,
}: {
  record: Webhook | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [name, setName] = useState(record?.name ?? '');
  const [url, setUrl] = useState(record?.url ?? 'https://');
  const [events, setEvents] = useState<readonly EventType[] | null>(
    record?.events ? eventTypes.filter((type) => record.events?.includes(type)) : null,
  );
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<WebhookBody>({
    schema: webhookBody as FormSchema<WebhookBody>,
    values: () => ({ name, url, events: events === null ? null : [...events] }),
    submit: async (body) => {
      if (record) await changeWebhook(record.id, record.version, body);
      else setSecret((await createWebhook(body)).secret);
      await client.invalidateQueries({ queryKey: ['webhooks'] });
      showToast({ text: text.saved(body.name) });
      if (record) onClose();
    },
    messages: { name: text.badName, url: text.badUrl, events: text.badEvents },
  });
  if (secret !== null)
    return (
      <ShownOnce value={secret} title={text.secretTitle} hint={text.secretHint} onClose={onClose} />
    );
  return (
    <FormDialog
      title={record ? text.edit : text.new}
      submit={record ? text.save : text.make}
      form={form}
      onClose={onClose}
    >
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
      <Field label={text.url} hint={text.urlHint} error={form.errors['url']}>
        {(attributes) => (
          <input
            {...attributes}
            inputMode="url"
            spellCheck={false}
            className="input"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <EventChoice chosen={events} error={form.errors['events']} onChange={setEvents} />
    </FormDialog>
  );
}
