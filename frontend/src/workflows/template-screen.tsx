import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { templateQuery } from '../api/workflows.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { workflowsMessages } from './messages.ts';
import { TemplateEditor } from './template-editor.tsx';

/** One template, read anew and opened for editing; `new` is an empty one. */
export default function TemplateScreen() {
  const { id } = useParams<{ id: string }>();
  const isNew = id === 'new';
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...templateQuery(id),
    enabled: !isNew,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const isReady = isNew || (data && isFetchedAfterMount);
  return (
    <>
      <Link
        href="/workflows"
        className="no-print mb-2 inline-flex items-center gap-1 text-sm text-dim hover:text-ink"
      >
        <ChevronLeft size={14} aria-hidden />
        {workflowsMessages.editor.back}
      </Link>
      {isReady && <TemplateEditor key={id} record={isNew ? null : (data ?? null)} />}
      {!isReady &&
        (error ? (
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        ))}
    </>
  );
}
