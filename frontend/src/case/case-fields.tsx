import { caseStatusMoves, type CaseStatus } from '@lexiflow/contracts';
import { caseStatusNames } from '../ui/case-status.tsx';
import { classNames } from '../ui/class-names.ts';
import { CourtPicker } from '../ui/court-picker.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import type { FieldErrors } from '../ui/use-form.ts';
import { caseFormFields, type CaseForm } from './case-form.ts';
import { caseMessages } from './messages.ts';

const names = caseMessages.editing.fields;
const broad = new Set<string>(['title', 'cause']);

/** The fields of a case; the status offers only the moves that the API allows. */
export function CaseFields({
  status,
  values,
  errors,
  onChange,
}: {
  status: CaseStatus;
  values: CaseForm;
  errors: FieldErrors;
  onChange: (change: Partial<CaseForm>) => void;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {caseFormFields.map((name) => (
        <Field
          key={name}
          label={names[name]}
          error={errors[name]}
          className={classNames(broad.has(name) && 'sm:col-span-2')}
        >
          {(attributes) => {
            if (name === 'status') {
              const moves = [status, ...caseStatusMoves[status]];
              return (
                <Select
                  {...attributes}
                  value={values.status}
                  onChange={(event) =>
                    onChange({
                      status: moves.find((move) => move === event.target.value) ?? status,
                    })
                  }
                  choices={moves.map((value) => ({ value, label: caseStatusNames[value] }))}
                />
              );
            }
            if (name === 'courtId') {
              return (
                <CourtPicker
                  attributes={attributes}
                  placeholder=""
                  value={values.courtId}
                  onChange={(courtId) => onChange({ courtId })}
                />
              );
            }
            return (
              <input
                {...attributes}
                type={name.endsWith('On') ? 'date' : 'text'}
                className="input"
                value={values[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            );
          }}
        </Field>
      ))}
    </div>
  );
}
