import type { IntegrationKind } from '@lexiflow/contracts';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import type { FieldErrors } from '../ui/use-form.ts';
import { kindFields, type KindField } from './kind-fields.ts';
import { integrationMessages as text } from './messages.ts';

/** The inputs of one kind of integration. Stored secrets are not shown and stay when left empty. */
export function KindInputs({
  kind,
  texts,
  errors,
  isChange,
  onChange,
}: {
  kind: IntegrationKind;
  texts: Readonly<Record<string, string>>;
  errors: FieldErrors;
  isChange: boolean;
  onChange: (path: string, value: string) => void;
}) {
  return kindFields[kind].map((field) => (
    <Field
      key={field.path}
      label={field.label}
      hint={hintOf(field, isChange)}
      error={errors[field.path]}
      optional={field.optional ?? false}
    >
      {(attributes) =>
        field.choices === undefined ? (
          <input
            {...attributes}
            className="input"
            spellCheck={false}
            type={field.type === 'password' ? 'password' : 'text'}
            autoComplete={field.type === 'password' ? 'new-password' : 'off'}
            inputMode={field.type === 'number' ? 'numeric' : 'text'}
            value={texts[field.path] ?? ''}
            onChange={(event) => onChange(field.path, event.target.value)}
          />
        ) : (
          <Select
            {...attributes}
            choices={Object.entries(field.choices).map(([value, label]) => ({ value, label }))}
            value={texts[field.path] ?? ''}
            onChange={(event) => onChange(field.path, event.target.value)}
          />
        )
      }
    </Field>
  ));
}

function hintOf({ type, hint }: KindField, isChange: boolean): string | undefined {
  return type === 'password' && isChange ? text.keep : hint;
}
