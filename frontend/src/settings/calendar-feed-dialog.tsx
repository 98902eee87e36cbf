import { calendarFeedBody } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createCalendarFeed } from '../api/calendar-feeds.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { uiMessages } from '../ui/messages.ts';
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
    <Dialog
      title={text.new}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{uiMessages.cancel}</Button>
          <Button type="submit" form="calendar-feed" tone="primary" busy={form.busy}>
            {text.make}
          </Button>
        </>
      }
    >
      <form
        id="calendar-feed"
        noValidate
        onSubmit={(event) => void form.onSubmit(event)}
        className="grid gap-4"
      >
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
        {form.failure !== null && <ErrorPanel error={form.failure} />}
      </form>
    </Dialog>
  );
}
