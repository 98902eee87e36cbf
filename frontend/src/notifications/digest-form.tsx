import { digestFrequencies, type DigestFrequency, type DigestSettings } from '@lexiflow/contracts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { timeZone } from '../ui/format.ts';
import { Select } from '../ui/select.tsx';
import { notificationMessages as text } from './messages.ts';

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

/** When the digest comes. */
export function DigestForm({
  digest,
  onChange,
}: {
  digest: DigestSettings;
  onChange: (digest: DigestSettings) => void;
}) {
  const own = timeZone();
  const zones = [...new Set([digest.timeZone, own, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <div className="card grid gap-4 p-4 sm:grid-cols-3">
      <Field label={text.frequency}>
        {(attributes) => (
          <Select
            {...attributes}
            value={digest.frequency}
            onChange={(event) =>
              onChange({ ...digest, frequency: event.target.value as DigestFrequency })
            }
            choices={digestFrequencies.map((value) => ({ value, label: text.frequencies[value] }))}
          />
        )}
      </Field>
      <Field label={text.hour}>
        {(attributes) => (
          <Select
            {...attributes}
            disabled={digest.frequency === 'off'}
            value={String(digest.hour)}
            onChange={(event) => onChange({ ...digest, hour: Number(event.target.value) })}
            choices={hours}
          />
        )}
      </Field>
      <div>
        <Field label={text.zone}>
          {(attributes) => (
            <Select
              {...attributes}
              disabled={digest.frequency === 'off'}
              value={digest.timeZone}
              onChange={(event) => onChange({ ...digest, timeZone: event.target.value })}
              choices={zones.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        {digest.timeZone !== own && digest.frequency !== 'off' && (
          <Button className="mt-2" onClick={() => onChange({ ...digest, timeZone: own })}>
            {text.useOwnZone(own)}
          </Button>
        )}
      </div>
    </div>
  );
}
