import { Columns3, List, ListTodo, Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../api/session.ts';
import { TASKS_PATH } from '../api/tasks.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { taskMessages } from '../ui/tasks/messages.ts';
import { OpenTask } from '../ui/tasks/open-task.tsx';
import { taskCsvColumns } from '../ui/tasks/task-columns.tsx';
import { useSearchParams } from '../ui/use-search-params.ts';
import { tasksMessages as text } from './messages.ts';
import { TaskBoard } from './task-board.tsx';
import { TaskFilters } from './task-filters.tsx';
import { TaskList } from './task-list.tsx';
import { boardQuery, listQuery, taskParams } from './task-params.ts';

const icons = { list: List, board: Columns3 };

/** Tasks as a list or a board; filters, view and the open task stand in the address. */
export default function TasksScreen() {
  const [params, setParams] = useSearchParams(taskParams);
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const isBoard = params.view === 'board';
  const query = useTrackedMemo(
    'tasks: query',
    () => (isBoard ? boardQuery(params, today) : listQuery(params, today)),
    [params, today, isBoard],
  );
  const mayWrite = useMay('task:write');
  const create = () => setParams({ task: 'new' });
  useShortcuts(text.keysTitle, [
    { keys: 'v', label: text.views, run: () => setParams({ view: isBoard ? 'list' : 'board' }) },
    ...(mayWrite ? [{ keys: 'n', label: taskMessages.newTask, run: create }] : []),
  ]);
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <>
            <div role="group" aria-label={text.views} className="flex rounded-md bg-sunken p-0.5">
              {(['list', 'board'] as const).map((view) => {
                const Icon = icons[view];
                return (
                  <Button
                    key={view}
                    tone={params.view === view ? 'plain' : 'quiet'}
                    className="h-7"
                    aria-pressed={params.view === view}
                    onClick={() => setParams({ view })}
                  >
                    <Icon size={14} aria-hidden />
                    {text[view]}
                  </Button>
                );
              })}
            </div>
            <CsvButton
              path={TASKS_PATH}
              query={query}
              columns={taskCsvColumns}
              fileName="tasks.csv"
            />
            {mayWrite && (
              <Button tone="primary" onClick={create}>
                <Plus size={14} aria-hidden />
                {taskMessages.newTask}
              </Button>
            )}
          </>
        }
      />
      <TaskFilters params={params} onChange={setParams} />
      {isBoard ? (
        <TaskBoard query={query} mayMove={mayWrite} onOpen={(task) => setParams({ task })} />
      ) : (
        <TaskList
          params={params}
          query={query}
          onChange={setParams}
          icon={<ListTodo size={20} />}
        />
      )}
      {params.task !== '' && <OpenTask id={params.task} onClose={() => setParams({ task: '' })} />}
    </>
  );
}
