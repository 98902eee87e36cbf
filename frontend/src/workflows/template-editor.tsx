import { MAX_STAGES, templateBody, type TemplateDetail } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { hasStatus } from '../api/request.ts';
import { useMay } from '../api/session.ts';
import { createTemplate, reviseTemplate, templateQuery } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { showToast } from '../ui/toast-store.ts';
import { useForm } from '../ui/use-form.ts';
import { workflowsMessages } from './messages.ts';
import { StageFields } from './stage-fields.tsx';
import {
  emptyStage,
  emptyTemplate,
  movedBy,
  templateBodyOf,
  templateDraftOf,
  type StageDraft,
} from './template-form.ts';
import { TemplateHeader } from './template-header.tsx';

const text = workflowsMessages.editor;

/**
 * Makes a template, or the next revision of `record`. When someone else saved meanwhile it says so,
 * and the next save makes this one the revision after theirs.
 */
export function TemplateEditor({ record }: { record: TemplateDetail | null }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const mayManage = useMay('workflow:manage');
  const [saved, setSaved] = useState(record);
  const [draft, setDraft] = useState(() => (record ? templateDraftOf(record) : emptyTemplate()));
  const [isDirty, setIsDirty] = useState(false);
  const [theirs, setTheirs] = useState<TemplateDetail | null>(null);
  const isLocked = !mayManage || (saved !== null && saved.archivedAt !== null);
  useLeaveWarning(isDirty);

  const change = (next: Partial<typeof draft>) => {
    setDraft({ ...draft, ...next });
    setIsDirty(true);
  };
  const setStage = (index: number, next: Partial<StageDraft>) =>
    change({
      stages: draft.stages.map((stage, at) => (at === index ? { ...stage, ...next } : stage)),
    });
  const form = useForm({
    schema: templateBody,
    values: () => templateBodyOf(draft),
    submit: async (body) => {
      try {
        const after = saved
          ? await reviseTemplate(saved.id, (theirs ?? saved).version, body)
          : await createTemplate(body);
        setIsDirty(false);
        setTheirs(null);
        await client.invalidateQueries({ queryKey: ['workflows'] });
        showToast({ text: saved ? text.saved(after.revision) : text.made(after.name) });
        if (saved) setSaved(after);
        else navigate(`/workflows/${after.id}`, { replace: true });
      } catch (error) {
        if (!saved || !hasStatus(error, 412)) throw error;
        setTheirs(await client.fetchQuery({ ...templateQuery(saved.id), staleTime: 0 }));
      }
    },
    messages: { name: text.badName },
  });
  const taskCount = draft.stages.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return (
    <form id="template" noValidate onSubmit={(event) => void form.onSubmit(event)}>
      <TemplateHeader
        record={saved}
        mayManage={mayManage}
        onArchived={(after) => {
          setSaved(after);
          setTheirs(null);
        }}
      />
      <fieldset disabled={isLocked} className="flex flex-col gap-4">
        <div className="grid gap-4 md:grid-cols-[1fr_2fr]">
          <Field label={text.name} error={form.errors['name']}>
            {(attributes) => (
              <input
                {...attributes}
                maxLength={200}
                className="input"
                value={draft.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={text.description} error={form.errors['description']} optional>
            {(attributes) => (
              <input
                {...attributes}
                maxLength={2000}
                className="input"
                value={draft.description}
                onChange={(event) => change({ description: event.target.value })}
              />
            )}
          </Field>
        </div>
        <ol className="flex flex-col gap-4">
          {draft.stages.map((stage, index) => (
            <li key={stage.key}>
              <StageFields
                stage={stage}
                number={index + 1}
                count={draft.stages.length}
                errors={form.errors}
                onChange={(next) => setStage(index, next)}
                onMove={(step) => change({ stages: movedBy(draft.stages, index, step) })}
                onRemove={() => change({ stages: draft.stages.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ol>
        {!isLocked && draft.stages.length < MAX_STAGES && (
          <Button
            className="self-start"
            onClick={() => change({ stages: [...draft.stages, emptyStage()] })}
          >
            <Plus size={14} aria-hidden />
            {text.addStage}
          </Button>
        )}
      </fieldset>
      {theirs && (
        <div role="alert" className="card mt-4 border-l-4 border-l-warning p-3 text-sm">
          <p className="font-medium">{text.conflictTitle}</p>
          <p className="mt-1 text-dim">{text.conflictHint}</p>
        </div>
      )}
      {form.errors['stages'] && (
        <p role="alert" className="mt-4 text-sm text-emergency">
          {form.errors['stages']}
        </p>
      )}
      {form.failure !== null && (
        <div className="mt-4">
          <ErrorPanel error={form.failure} />
        </div>
      )}
      {!isLocked && (
        <div className="no-print sticky bottom-14 z-10 -mx-4 mt-4 flex items-center justify-between gap-3 border-t border-line bg-canvas px-4 py-3 lg:bottom-0">
          <span className="numbers text-xs text-faint">
            {text.totals(draft.stages.length, taskCount)}
            {isDirty && ` · ${text.unsaved}`}
          </span>
          <Button type="submit" tone="primary" busy={form.busy}>
            {theirs ? text.overwrite : saved ? text.save : text.create}
          </Button>
        </div>
      )}
    </form>
  );
}

/** Asks before the window is closed or reloaded with changes that are not saved. */
function useLeaveWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
