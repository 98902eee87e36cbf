import {
  integrationBody,
  integrationChange,
  integrationKinds,
  type Integration,
  type IntegrationBody,
  type IntegrationChange,
  type IntegrationKind,
} from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeIntegration, createIntegration, testIntegration } from '../api/integrations.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { initialTexts, partsOf } from './kind-fields.ts';
import { KindInputs } from './kind-inputs.tsx';
import { integrationMessages as text } from './messages.ts';
import { sayOutcome } from './say-outcome.ts';

const kindChoices = integrationKinds.map((kind) => ({ value: kind, label: text.kinds[kind] }));

/** Connects to a service and tests it at once, or changes an integration. */
export function IntegrationDialog({
  record,
  onClose,
}: {
  record: Integration | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [kind, setKind] = useState<IntegrationKind>(record?.kind ?? 'mailbox');
  const [name, setName] = useState(record?.name ?? '');
  const [every, setEvery] = useState(record?.everyMinutes?.toString() ?? '');
  const [texts, setTexts] = useState(() => initialTexts(kind, record?.settings ?? null));
  const values = () => {
    const { settings, credentials } = partsOf(kind, texts);
    const common = { name, everyMinutes: every === '' ? null : Number(every), settings };
    if (record === null) return { kind, ...common, credentials };
    const entered = Object.values(credentials).some((value) => value !== '');
    return { ...common, ...(entered ? { credentials } : {}) };
  };
  const form = useForm<IntegrationBody | IntegrationChange>({
    schema: (record ? integrationChange : integrationBody) as FormSchema<
      IntegrationBody | IntegrationChange
    >,
    values,
    submit: async (body) => {
      if (record) {
        await changeIntegration(record, body as IntegrationChange);
        showToast({ text: text.saved(name) });
      } else {
        const { id } = await createIntegration(body as IntegrationBody);
        sayOutcome(await testIntegration(id));
      }
      await client.invalidateQueries({ queryKey: ['integrations'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={record ? text.editTitle : text.newTitle}
      submit={record ? text.save : text.make}
      form={form}
      onClose={onClose}
      columns={2}
      autoComplete="off"
    >
      <Field label={text.kind}>
        {(attributes) => (
          <Select
            {...attributes}
            choices={kindChoices}
            value={kind}
            disabled={record !== null}
            onChange={(event) => {
              const next = integrationKinds.find((one) => one === event.target.value) ?? kind;
              setKind(next);
              setTexts(initialTexts(next, null));
            }}
          />
        )}
      </Field>
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
      <KindInputs
        kind={kind}
        texts={texts}
        errors={form.errors}
        isChange={record !== null}
        onChange={(path, value) => setTexts((before) => ({ ...before, [path]: value }))}
      />
      {['mailbox', 'calendar', 'dockets'].includes(kind) && (
        <Field
          label={text.every}
          hint={text.everyHint}
          error={form.errors['everyMinutes']}
          optional
        >
          {(attributes) => (
            <input
              {...attributes}
              inputMode="numeric"
              className="input"
              value={every}
              onChange={(event) => setEvery(event.target.value)}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}
