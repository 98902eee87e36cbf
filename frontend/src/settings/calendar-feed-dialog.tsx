import { calendarFeedBody } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createCalendarFeed } from '../api/calendar-feeds.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { useForm } from '../ui/use-form.ts';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.feeds;

/** Makes a calendar feed, then shows its address once. */
export function CalendarFeedDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({
    schema: calendarFeedBody,
    values: () => ({ name }),
    submit: async (body) => {
      setMade((await createCalendarFeed(body)).url);
      void client.invalidateQueries({ queryKey: ['calendar-feeds'] });
    },
    messages: { name: text.badName },
  });
  if (made !== null)
    return <ShownOnce value={made} title={text.madeTitle} hint={text.madeHint} onClose={onClose} />;
  return (
    <FormDialog title={text.new} submit={text.make} form={form} onClose={onClose}>
      <Field label={text.name} hint={text.nameHint} error={form.errors['name']}>
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
    </FormDialog>
  );
}
