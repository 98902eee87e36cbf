import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { courtsQuery } from '../api/courts.ts';
import { Combobox } from './combobox.tsx';
import type { ControlAttributes } from './field.tsx';
import { useSettled } from './use-settled.ts';

/** Finds a court by name or identifier; `value` is the identifier, empty for none. */
export function CourtPicker({
  value,
  onChange,
  placeholder,
  label,
  attributes,
}: {
  value: string;
  onChange: (courtId: string) => void;
  placeholder: string;
  label?: string;
  attributes?: ControlAttributes;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useSettled(typed);
  const { data } = useQuery({ ...courtsQuery(asked ?? ''), enabled: typed !== null });
  return (
    <Combobox
      {...(attributes ? { attributes } : {})}
      {...(label === undefined ? {} : { label })}
      text={value}
      placeholder={placeholder}
      choices={(data?.items ?? []).map((court) => ({
        value: court.id,
        label: `${court.name} · ${court.id}`,
      }))}
      onFind={setTyped}
      onChoose={(choice) => onChange(choice?.value ?? '')}
    />
  );
}
