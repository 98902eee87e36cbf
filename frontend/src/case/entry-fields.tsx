import { useMay } from '../api/session.ts';
import { Field } from '../ui/field.tsx';
import type { FieldErrors } from '../ui/use-form.ts';
import type { EntryForm } from './entry-form.ts';
import { caseMessages } from './messages.ts';

const names = caseMessages.entry.fields;
const short = ['documentNumber', 'filedOn', 'enteredOn'] as const;
const marks = ['sealed', 'restricted'] as const;

/** The fields of a docket entry; sealing is offered to those who may read what is sealed. */
export function EntryFields({
  values,
  errors,
  onChange,
}: {
  values: EntryForm;
  errors: FieldErrors;
  onChange: (change: Partial<EntryForm>) => void;
}) {
  const maySeal = useMay('docket:read-sealed');
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {short.map((name) => (
        <Field key={name} label={names[name]} error={errors[name]} optional={name !== 'filedOn'}>
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              type={name === 'documentNumber' ? 'text' : 'date'}
              value={values[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={names.description} error={errors['description']} className="sm:col-span-3">
        {(attributes) => (
          <textarea
            {...attributes}
            rows={6}
            className="input"
            value={values.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      {maySeal && (
        <div className="flex flex-wrap gap-4 sm:col-span-3">
          {marks.map((name) => (
            <label key={name} className="flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={values[name]}
                onChange={(event) => onChange({ [name]: event.target.checked })}
              />
              {names[name]}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
