import { isCaseBound, permissions, type ExplainStep, type Permission } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainQuery } from '../api/access.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { Field } from '../ui/field.tsx';
import { Select, type Choice } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { CasePicker } from './case-picker.tsx';
import { userMessages } from './messages.ts';

const text = userMessages.explain;
const explainParams = { permission: oneOf(permissions, 'case:read') };
const tones: Record<ExplainStep['verdict'], Tone> = {
  allows: 'normal',
  denies: 'emergency',
  'no-effect': 'neutral',
};

/** Why a user may, or may not, do something: the rule's verdict and each part of it. */
export function Explain({ userId }: { userId: string }) {
  const [{ permission }, setParams] = useSearchParams(explainParams);
  const [on, setOn] = useState<Choice | null>(null);
  const caseId = isCaseBound(permission) ? (on?.value ?? '') : '';
  const { data, error, refetch } = useQuery(explainQuery(userId, permission, caseId));
  return (
    <section className="flex min-w-0 flex-col gap-4">
      <p className="text-sm text-dim">{text.intro}</p>
      <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
        <Field label={userMessages.permission}>
          {(attributes) => (
            <Select
              {...attributes}
              value={permission}
              onChange={(event) => setParams({ permission: event.target.value as Permission })}
              choices={permissions.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        {isCaseBound(permission) && (
          <Field label={text.onCase} optional>
            {(attributes) => <CasePicker attributes={attributes} chosen={on} onChoose={setOn} />}
          </Field>
        )}
      </div>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {data && (
        <>
          <p>
            <Badge tone={data.allowed ? 'normal' : 'emergency'}>
              {data.allowed
                ? isCaseBound(permission) && data.caseId === null
                  ? text.allowedOnSome
                  : text.allowed
                : text.denied}
            </Badge>
          </p>
          <FigureTable
            caption={text.label}
            rows={data.steps.map((step, index) => ({ ...step, index }))}
            rowKey={(step) => step.index}
            empty={text.label}
            columns={[
              { header: text.kind, cell: (step) => text.kinds[step.kind] },
              {
                header: text.verdict,
                cell: (step) => (
                  <Badge tone={tones[step.verdict]}>{text.verdicts[step.verdict]}</Badge>
                ),
              },
              {
                header: text.detail,
                wrap: true,
                cell: (step) => <span className="block min-w-60">{step.detail}</span>,
              },
            ]}
          />
        </>
      )}
    </section>
  );
}
