import { MAX_ASSIGNEES, type TaskAssignee } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { candidatesQuery } from '../../api/tasks.ts';
import { Combobox } from '../combobox.tsx';
import { useSettled } from '../use-settled.ts';
import { taskMessages } from './messages.ts';

const text = taskMessages.dialog;

/** The people of a task: those chosen, and a box that finds further ones who can be given it. */
export function PeoplePicker({
  caseId,
  people,
  error,
  onChange,
}: {
  caseId: string | null;
  people: readonly TaskAssignee[];
  error?: string | undefined;
  onChange: (people: readonly TaskAssignee[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useSettled(typed);
  const { data } = useQuery({ ...candidatesQuery(caseId, asked ?? ''), enabled: typed !== null });
  const chosen = new Set(people.map(({ userId }) => userId));
  const found = (data?.items ?? []).filter(({ userId }) => !chosen.has(userId));
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-dim">{text.assignees}</legend>
      {people.length > 0 && (
        <ul className="mb-2 flex flex-wrap gap-1.5">
          {people.map((person) => (
            <li
              key={person.userId}
              className="inline-flex items-center rounded-full bg-sunken pl-2.5 text-sm"
            >
              {person.name}
              <button
                type="button"
                aria-label={text.removePerson(person.name)}
                className="ml-0.5 inline-flex size-6 items-center justify-center rounded-full text-faint hover:text-ink"
                onClick={() => onChange(people.filter(({ userId }) => userId !== person.userId))}
              >
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {people.length < MAX_ASSIGNEES && (
        <Combobox
          label={text.person}
          placeholder={text.person}
          text=""
          choices={found.map(({ userId, name }) => ({ value: userId, label: name }))}
          onFind={setTyped}
          onChoose={(choice) =>
            choice && onChange([...people, { userId: choice.value, name: choice.label }])
          }
        />
      )}
      {error !== undefined && <p className="mt-1 text-xs text-emergency">{error}</p>}
    </fieldset>
  );
}
