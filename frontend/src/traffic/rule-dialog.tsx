import { addressRuleBody, type AddressRuleBody } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addAddressRule } from '../api/traffic.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Select } from '../ui/select.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm, type FormSchema } from '../ui/use-form.ts';
import { trafficMessages as text } from './messages.ts';

const kinds = ['block', 'allow'] as const;

/** Makes a rule of the allow or the block list. */
export function RuleDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [values, setValues] = useState({ network: '', kind: 'block', reason: '', minutes: '60' });
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change });
  const form = useForm<AddressRuleBody>({
    schema: addressRuleBody as FormSchema<AddressRuleBody>,
    values: () => ({
      network: values.network,
      kind: values.kind,
      reason: values.reason,
      ...(values.minutes.trim() === '' ? {} : { expiresInMinutes: Number(values.minutes) }),
    }),
    submit: async (body) => {
      const rule = await addAddressRule(body);
      void client.invalidateQueries({ queryKey: ['traffic'] });
      showToast({ text: text.made(rule.network) });
      onClose();
    },
    messages: {
      network: text.badNetwork,
      reason: text.badReason,
      expiresInMinutes: text.badMinutes,
    },
  });
  return (
    <FormDialog title={text.new} submit={text.make} form={form} onClose={onClose}>
      <Field label={text.network} hint={text.networkHint} error={form.errors['network']}>
        {(attributes) => (
          <input
            {...attributes}
            className="input font-mono"
            value={values.network}
            onChange={(event) => set({ network: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.kind}>
        {(attributes) => (
          <Select
            {...attributes}
            value={values.kind}
            onChange={(event) => set({ kind: event.target.value })}
            choices={kinds.map((value) => ({ value, label: text.kinds[value] }))}
          />
        )}
      </Field>
      <Field label={text.reason} error={form.errors['reason']}>
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            value={values.reason}
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={text.minutes}
        hint={text.minutesHint}
        error={form.errors['expiresInMinutes']}
        optional
      >
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            inputMode="numeric"
            value={values.minutes}
            onChange={(event) => set({ minutes: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}
