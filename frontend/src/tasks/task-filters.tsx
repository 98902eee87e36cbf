import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { caseQuery } from '../api/cases.ts';
import { Button } from '../ui/button.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { Select } from '../ui/select.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { CasePicker } from '../ui/tasks/case-picker.tsx';
import { taskMessages } from '../ui/tasks/messages.ts';
import { tasksMessages } from './messages.ts';
import {
  assigneeFilters,
  dueFilters,
  isFiltered,
  noFilters,
  priorityFilters,
  statusFilters,
  taskSorts,
  type TaskParams,
} from './task-params.ts';

const text = tasksMessages.filters;
const assigneeNames = { me: text.mine, all: text.everyone, none: text.nobody };
const dueNames = { '': text.anyDue, overdue: text.overdue, week: text.week, later: text.later };
const statusNames = { unfinished: text.unfinished, any: text.anyStatus, ...taskMessages.status };
const priorityNames = { '': text.anyPriority, ...taskMessages.priority };

function choicesOf<Value extends string>(
  values: readonly Value[],
  names: Readonly<Record<Value, string>>,
) {
  return values.map((value) => ({ value, label: names[value] }));
}

/** The filters of list and board; status and order are the board's own. */
export function TaskFilters({
  params,
  onChange,
}: {
  params: TaskParams;
  onChange: (change: Partial<TaskParams>) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  const isBoard = params.view === 'board';
  const { data: chosenCase } = useQuery({
    ...caseQuery(params.caseId),
    enabled: params.caseId !== '',
  });
  useShortcuts(tasksMessages.keysTitle, [
    { keys: '/', label: tasksMessages.focusFilter, run: () => box.current?.focus() },
  ]);
  const select = <Value extends string>(
    name: keyof TaskParams,
    label: string,
    values: readonly Value[],
    names: Readonly<Record<Value, string>>,
    width: string,
  ) => (
    <Select
      aria-label={label}
      className={`${width} grow sm:grow-0`}
      value={params[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      choices={choicesOf(values, names)}
    />
  );
  return (
    <search aria-label={text.label} className="no-print mb-3 flex flex-wrap items-center gap-2">
      <div className="min-w-36 flex-1 sm:max-w-52">
        <FilterInput
          ref={box}
          aria-label={text.text}
          placeholder={text.text}
          value={params.q}
          onSettled={(q) => onChange({ q })}
        />
      </div>
      {select('assignee', text.assignee, assigneeFilters, assigneeNames, 'w-32')}
      {!isBoard && select('status', text.status, statusFilters, statusNames, 'w-32')}
      {select('due', text.due, dueFilters, dueNames, 'w-32')}
      {select('priority', text.priority, priorityFilters, priorityNames, 'w-32')}
      <div className="w-40 grow sm:grow-0">
        <CasePicker
          label={text.case}
          placeholder={text.case}
          value={
            params.caseId === ''
              ? null
              : { value: params.caseId, label: chosenCase?.title ?? params.caseId }
          }
          onChange={(choice) => onChange({ caseId: choice?.value ?? '' })}
        />
      </div>
      {!isBoard && select('sort', text.sort, taskSorts, tasksMessages.sorts, 'w-40')}
      {isFiltered(params) && (
        <Button tone="quiet" onClick={() => onChange(noFilters)}>
          {text.clear}
        </Button>
      )}
    </search>
  );
}
