import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { findCasesQuery } from '../../api/cases.ts';
import { Combobox } from '../combobox.tsx';
import type { ControlAttributes } from '../field.tsx';
import type { Choice } from '../select.tsx';
import { useSettled } from '../use-settled.ts';

/** Finds a case by title or number; null for none. */
export function CasePicker({
  value,
  onChange,
  placeholder,
  label,
  attributes,
}: {
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  placeholder: string;
  label?: string;
  attributes?: ControlAttributes;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useSettled(typed);
  const { data } = useQuery({ ...findCasesQuery(asked ?? ''), enabled: typed !== null });
  return (
    <Combobox
      {...(attributes ? { attributes } : {})}
      {...(label === undefined ? {} : { label })}
      text={value?.label ?? ''}
      placeholder={placeholder}
      choices={(data?.items ?? []).map(({ id, title, number }) => ({
        value: id,
        label: `${title} · ${number}`,
      }))}
      onFind={setTyped}
      onChoose={onChange}
    />
  );
}
