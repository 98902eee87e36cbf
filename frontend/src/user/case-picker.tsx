import type { CaseRow, Page } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CASES_PATH } from '../api/cases.ts';
import { request } from '../api/request.ts';
import { Combobox } from '../ui/combobox.tsx';
import type { ControlAttributes } from '../ui/field.tsx';
import type { Choice } from '../ui/select.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { userMessages as text } from './messages.ts';

/** Finds a case by number or title among those the viewer sees. */
export function CasePicker({
  attributes,
  chosen,
  onChoose,
}: {
  attributes?: ControlAttributes;
  chosen: Choice | null;
  onChoose: (choice: Choice | null) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useSettled(typed);
  const { data } = useQuery({
    queryKey: ['cases', 'find', asked],
    queryFn: ({ signal }) =>
      request<Page<CaseRow>>(CASES_PATH, { signal, query: { q: asked ?? '', limit: 20 } }),
    enabled: typed !== null,
  });
  return (
    <Combobox
      {...(attributes ? { attributes } : { label: text.case })}
      placeholder={text.casePlaceholder}
      text={chosen?.label ?? ''}
      choices={(data?.items ?? []).map((row) => ({
        value: row.id,
        label: `${row.number} · ${row.title}`,
      }))}
      onFind={setTyped}
      onChoose={onChoose}
    />
  );
}
