import { taskStatuses, type TaskRow } from '@lexiflow/contracts';
import { ListTodo, Plus } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { TASKS_PATH } from '../api/tasks.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { taskMessages } from '../ui/tasks/messages.ts';
import { OpenTask } from '../ui/tasks/open-task.tsx';
import { TaskCard, taskColumns, taskCsvColumns } from '../ui/tasks/task-columns.tsx';
import { anyText, oneOf, useSearchParams, writeParams } from '../ui/use-search-params.ts';
import { CaseWorkflows } from './case-workflows.tsx';
import { caseWorkMessages as text } from './workflow-messages.ts';

const sorts = ['dueOn', '-dueOn', 'priority', '-priority'] as const;
const statuses = ['unfinished', 'any', ...taskStatuses] as const;
const params = {
  status: oneOf(statuses, 'unfinished'),
  stage: anyText,
  sort: oneOf(sorts, 'dueOn'),
  task: anyText,
};
const noFilters = { status: 'unfinished', stage: '' } as const;

/** What has to be done on a case: its workflows with their stages, and all of its tasks. */
export default function CaseTasks({ caseId, caseTitle }: { caseId: string; caseTitle: string }) {
  const [values, setValues] = useSearchParams(params);
  const { status, stage, sort } = values;
  const mayWrite = useMay('task:write');
  const maySeeWorkflows = useMay('workflow:read');
  const query = useTrackedMemo(
    'case tasks: query',
    () => ({
      caseId,
      sort,
      stageId: stage,
      ...(status === 'unfinished' ? { finished: false } : status === 'any' ? {} : { status }),
    }),
    [caseId, sort, stage, status],
  );
  const list = usePageList<TaskRow>(['tasks', 'list'], TASKS_PATH, query);
  const create = () => setValues({ task: 'new' });
  const isFiltered = stage !== '' || status !== 'unfinished';
  const hrefOf = (task: TaskRow): string =>
    `/cases/${caseId}?${writeParams(params, { ...values, task: task.id }, 'tab=tasks')}`;
  return (
    <section aria-label={text.label} className="flex flex-col gap-6">
      {maySeeWorkflows && (
        <CaseWorkflows
          caseId={caseId}
          stage={stage}
          onStage={(id) => setValues({ stage: id, status: id === '' ? 'unfinished' : 'any' })}
        />
      )}
      <div>
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h2 className="mr-2 text-base font-semibold">{text.tasks}</h2>
          <search
            aria-label={text.filters.label}
            className="no-print flex flex-wrap items-center gap-2"
          >
            <Select
              aria-label={text.filters.status}
              className="w-32"
              value={status}
              onChange={(event) =>
                setValues({
                  status: statuses.find((one) => one === event.target.value) ?? 'unfinished',
                })
              }
              choices={statuses.map((value) => ({
                value,
                label:
                  value === 'unfinished' || value === 'any'
                    ? text.filters[value]
                    : taskMessages.status[value],
              }))}
            />
            {isFiltered && (
              <Button tone="quiet" onClick={() => setValues(noFilters)}>
                {text.filters.clear}
              </Button>
            )}
          </search>
          <div className="no-print ml-auto flex gap-2">
            <CsvButton
              path={TASKS_PATH}
              query={query}
              columns={taskCsvColumns}
              fileName="tasks.csv"
            />
            {mayWrite && (
              <Button tone="primary" onClick={create}>
                <Plus size={14} aria-hidden />
                {text.newTask}
              </Button>
            )}
          </div>
        </div>
        <ListFrame
          list={list}
          empty={
            <EmptyState
              icon={<ListTodo size={20} />}
              title={isFiltered ? text.noneTitle : text.emptyTitle}
              hint={isFiltered ? text.noneHint : text.emptyHint}
              action={
                isFiltered ? (
                  <Button onClick={() => setValues(noFilters)}>{text.filters.clear}</Button>
                ) : (
                  mayWrite && <Button onClick={create}>{text.newTask}</Button>
                )
              }
            />
          }
        >
          <RowTable
            label={text.label}
            list={list}
            columns={taskColumns(true)}
            rowKey={(task) => task.id}
            href={hrefOf}
            title={(task) => task.title}
            card={(task) => <TaskCard task={task} />}
            rowHeight={52}
            sort={sort}
            onSort={(next) => {
              const known = sorts.find((candidate) => candidate === next);
              if (known) setValues({ sort: known });
            }}
          />
        </ListFrame>
      </div>
      {values.task !== '' && (
        <OpenTask
          id={values.task}
          ofCase={{ value: caseId, label: caseTitle }}
          onClose={() => setValues({ task: '' })}
        />
      )}
    </section>
  );
}
