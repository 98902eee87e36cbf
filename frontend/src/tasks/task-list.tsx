import type { TaskRow } from '@lexiflow/contracts';
import type { ReactNode } from 'react';
import type { QueryValue } from '../api/query-string.ts';
import { useMay } from '../api/session.ts';
import { TASKS_PATH } from '../api/tasks.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { taskMessages } from '../ui/tasks/messages.ts';
import { TaskCard, taskColumns } from '../ui/tasks/task-columns.tsx';
import { writeParams } from '../ui/use-search-params.ts';
import { tasksMessages as text } from './messages.ts';
import { isFiltered, noFilters, taskParams, taskSorts, type TaskParams } from './task-params.ts';

/** Tasks one below the other, those due first. */
export function TaskList({
  params,
  query,
  icon,
  onChange,
}: {
  params: TaskParams;
  query: Readonly<Record<string, QueryValue>>;
  icon: ReactNode;
  onChange: (change: Partial<TaskParams>) => void;
}) {
  const list = usePageList<TaskRow>(['tasks', 'list'], TASKS_PATH, query);
  const mayWrite = useMay('task:write');
  const hrefOf = (task: TaskRow): string =>
    `/tasks?${writeParams(taskParams, { ...params, task: task.id }, '')}`;
  return (
    <ListFrame
      list={list}
      empty={
        isFiltered(params) ? (
          <EmptyState
            icon={icon}
            title={text.noneTitle}
            hint={text.noneHint}
            action={<Button onClick={() => onChange(noFilters)}>{text.filters.clear}</Button>}
          />
        ) : (
          <EmptyState
            icon={icon}
            title={text.emptyTitle}
            hint={text.emptyHint}
            action={
              <>
                {mayWrite && (
                  <Button tone="primary" onClick={() => onChange({ task: 'new' })}>
                    {taskMessages.newTask}
                  </Button>
                )}
                {params.assignee !== 'all' && (
                  <Button onClick={() => onChange({ assignee: 'all' })}>{text.showAll}</Button>
                )}
              </>
            }
          />
        )
      }
    >
      <RowTable
        label={text.listLabel}
        list={list}
        columns={taskColumns(false)}
        rowKey={(task) => task.id}
        href={hrefOf}
        title={(task) => task.title}
        card={(task) => <TaskCard task={task} />}
        rowHeight={52}
        sort={params.sort}
        onSort={(sort) => {
          const known = taskSorts.find((candidate) => candidate === sort);
          if (known) onChange({ sort: known });
        }}
      />
    </ListFrame>
  );
}
