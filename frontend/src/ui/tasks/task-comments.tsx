import type { TaskComment } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addComment, commentsPath } from '../../api/tasks.ts';
import { usePageList } from '../../api/use-page-list.ts';
import { Button } from '../button.tsx';
import { ErrorPanel } from '../error-panel.tsx';
import { formatInstant } from '../format.ts';
import { uiMessages } from '../messages.ts';
import { taskMessages } from './messages.ts';

const text = taskMessages.dialog;

/** What was said about a task, and a box to say more. */
export function TaskComments({ taskId, mayWrite }: { taskId: string; mayWrite: boolean }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState('');
  const list = usePageList<TaskComment>(['tasks', 'comments', taskId], commentsPath(taskId));
  const send = useMutation({
    mutationFn: () => addComment(taskId, draft.trim()),
    onSuccess: () => {
      setDraft('');
      void client.invalidateQueries({ queryKey: ['tasks', 'comments', taskId] });
      void client.invalidateQueries({ queryKey: ['tasks', 'list'] });
    },
  });
  return (
    <section aria-label={text.comments} className="mt-6 border-t border-line pt-4">
      <h3 className="mb-2 text-sm font-medium text-dim">{text.comments}</h3>
      {list.error && <ErrorPanel error={list.error} onRetry={list.reload} />}
      {list.rows.length === 0 && !list.isLoading && !list.error && (
        <p className="text-sm text-faint">{text.noComments}</p>
      )}
      <ul className="flex flex-col gap-3">
        {list.rows.map((comment) => (
          <li key={comment.id} className="text-sm">
            <p className="text-xs text-faint">
              <span className="font-medium text-dim">{comment.authorName}</span> ·{' '}
              {formatInstant(comment.at)}
            </p>
            <p className="whitespace-pre-line">{comment.text}</p>
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <button type="button" className="link mt-2 text-sm" onClick={list.loadMore}>
          {uiMessages.loadMore}
        </button>
      )}
      {mayWrite && (
        <form
          className="mt-3 flex items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.trim() !== '') send.mutate();
          }}
        >
          <textarea
            aria-label={text.comment}
            placeholder={text.comment}
            rows={2}
            maxLength={5000}
            className="input flex-1"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button type="submit" busy={send.isPending} disabled={draft.trim() === ''}>
            {text.send}
          </Button>
        </form>
      )}
      {send.error && (
        <div className="mt-2">
          <ErrorPanel error={send.error} />
        </div>
      )}
    </section>
  );
}
